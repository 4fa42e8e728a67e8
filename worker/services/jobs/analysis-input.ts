/** What a job of kind `analysis` is asked for, as its row holds it. */
import * as z from "zod";

const Input = z.object({
  type: z.enum(["full", "security", "performance", "ci_cd"]),
  branch: z.string().nullable(),
  /** Asks the AI about dependencies too. */
  dependencies: z.boolean().default(false),
});

/** Reads a job's `input`. We wrote it, so text that does not fit is a bug and throws. */
export function readAnalysisInput(input: string): z.output<typeof Input> {
  return Input.parse(JSON.parse(input));
}
