// What `generateContent` and `countTokens` take. A field that the API does not know is refused, as the API does.
import * as z from "zod";

const TYPE = /^(?:type_unspecified|string|number|integer|boolean|array|object|null)$/i;

const DESCRIBED = {
  type: z.string().regex(TYPE),
  format: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  nullable: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  minItems: z.union([z.number(), z.string()]).optional(),
  maxItems: z.union([z.number(), z.string()]).optional(),
  minProperties: z.union([z.number(), z.string()]).optional(),
  maxProperties: z.union([z.number(), z.string()]).optional(),
  minLength: z.union([z.number(), z.string()]).optional(),
  maxLength: z.union([z.number(), z.string()]).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  pattern: z.string().optional(),
  example: z.unknown().optional(),
  default: z.unknown().optional(),
  required: z.array(z.string()).optional(),
  propertyOrdering: z.array(z.string()).optional(),
};

/** The subset of OpenAPI 3.0 that `responseSchema` takes: no `$ref`, `additionalProperties` or `const`. */
const Schema: z.ZodType<unknown> = z.lazy(() =>
  z.strictObject({
    ...DESCRIBED,
    type: DESCRIBED.type.optional(),
    items: Schema.optional(),
    properties: z.record(z.string(), Schema).optional(),
    anyOf: z.array(Schema).optional(),
  }),
);

const Part = z.strictObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  thoughtSignature: z.string().optional(),
  inlineData: z.strictObject({ mimeType: z.string(), data: z.string() }).optional(),
  fileData: z.strictObject({ mimeType: z.string().optional(), fileUri: z.string() }).optional(),
});
const Content = z.strictObject({ role: z.enum(["user", "model"]).optional(), parts: z.array(Part).default([]) });
/** The role of a system instruction is not looked at. */
const SystemInstruction = z.strictObject({ role: z.string().optional(), parts: z.array(Part) });

const GenerationConfig = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  maxOutputTokens: z.number().int().min(1).optional(),
  stopSequences: z.array(z.string()).max(5).optional(),
  candidateCount: z.number().int().min(1).max(8).optional(),
  responseMimeType: z.enum(["text/plain", "application/json", "text/x.enum"]).optional(),
  responseSchema: Schema.optional(),
  responseJsonSchema: z.unknown().optional(),
  thinkingConfig: z
    .strictObject({
      thinkingBudget: z.number().int().optional(),
      thinkingLevel: z.string().optional(),
      includeThoughts: z.boolean().optional(),
    })
    .optional(),
  seed: z.number().int().optional(),
  presencePenalty: z.number().optional(),
  frequencyPenalty: z.number().optional(),
});

const SafetySetting = z.strictObject({ category: z.string(), threshold: z.string() });

export const GenerateRequest = z.strictObject({
  model: z.string().optional(),
  contents: z.array(Content).min(1, "contents is not specified"),
  systemInstruction: SystemInstruction.optional(),
  generationConfig: GenerationConfig.optional(),
  safetySettings: z.array(SafetySetting).optional(),
  tools: z.array(z.unknown()).optional(),
  toolConfig: z.unknown().optional(),
  cachedContent: z.string().optional(),
});

export const CountRequest = z.strictObject({
  contents: z.array(Content).optional(),
  generateContentRequest: GenerateRequest.extend({ model: z.string() }).optional(),
});

export type GenerateBody = z.infer<typeof GenerateRequest>;

/** Text of some content, part by part. */
export function textOf(content: { parts: { text?: string | undefined }[] } | undefined): string {
  return (content?.parts ?? []).map(({ text = "" }) => text).join("\n");
}
