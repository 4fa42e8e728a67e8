import * as z from "zod";
import type { AppError } from "../../errors.ts";
import { badAnswer, classifyFailure, type FailureContext, rateLimited } from "./errors.ts";
import { graphqlLimit, type Limit } from "./rate-limits.ts";

/** Header names are lower case. */
type Answer = { readonly headers: Readonly<Record<string, string>>; readonly body: unknown };

const GraphqlError = z.object({
  type: z.string().optional().catch(undefined),
  message: z.string().catch(""),
  path: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .catch(undefined),
});
const Errors = z.object({ errors: z.array(GraphqlError) });
const Words = z.object({ message: z.string() });
const Data = z.object({ data: z.unknown() });
const Repository = z.object({ repository: z.unknown() });

type GraphqlError = z.infer<typeof GraphqlError>;

/** What an answer of GraphQL complains of: its errors, else its message. */
function errorsOf(body: unknown): GraphqlError[] {
  const errors = Errors.safeParse(body);
  if (errors.success) return errors.data.errors;
  const words = Words.safeParse(body);
  return words.success ? [words.data] : [];
}

/** The limit that an answer of GraphQL with status 200 tells of, or null. */
export function limitIn({ headers, body }: Answer, now: number): Limit | null {
  return graphqlLimit(errorsOf(body), headers, now);
}

/** The data of an answer; fields that failed are null in it. Throws for a limit, and what the errors mean when there is no data. */
export function graphqlData(answer: Answer, context: FailureContext): unknown {
  const limit = limitIn(answer, context.now);
  if (limit) throw rateLimited(limit.until, errorsOf(answer.body));
  const parsed = Data.safeParse(answer.body);
  return there(parsed.success ? parsed.data.data : null, answer, context);
}

/** As `graphqlData`, for a query of one repository: gives its fields, and throws also when it is null. */
export function repositoryIn(answer: Answer, context: FailureContext): unknown {
  const parsed = Repository.safeParse(graphqlData(answer, context));
  return there(parsed.success ? parsed.data.repository : null, answer, context);
}

function there(value: unknown, answer: Answer, context: FailureContext): unknown {
  if (value !== null && value !== undefined) return value;
  throw whyMissing(errorsOf(answer.body), answer, context);
}

function whyMissing(errors: readonly GraphqlError[], { headers }: Answer, context: FailureContext): AppError {
  const failure = { headers: {}, message: "", cause: errors, writesWorkflow: false };
  // REST tells the same by a status.
  const refusal = errors.find(({ type }) => type === "FORBIDDEN");
  if (refusal) return classifyFailure({ ...failure, status: 403, headers, message: refusal.message }, context);
  const isGone = errors.some(({ type, path }) => type === "NOT_FOUND" && path?.join("/") === "repository");
  return isGone ? classifyFailure({ ...failure, status: 404 }, context) : badAnswer(errors);
}
