/** What a job of kind `analysis` is asked for, as its row holds it: the default branch, or one pull request. */
import * as z from "zod";

const Input = z.object({
  type: z.enum(["full", "security", "performance", "ci_cd"]),
  branch: z.string().nullable(),
  /** Asks the AI about dependencies too. */
  dependencies: z.boolean().default(false),
});
const PullInput = z.object({ pull: z.int().positive() });

/** Reads a job's `input`. We wrote it, so text that does not fit is a bug and throws. */
export function readAnalysisInput(input: string): z.output<typeof Input> {
  return Input.parse(JSON.parse(input));
}

/** Number of the pull request that a job looks at; null for one that looks at the default branch or is of another kind. */
export function readPullNumber(input: string): number | null {
  const parsed = PullInput.safeParse(JSON.parse(input));
  return parsed.success ? parsed.data.pull : null;
}
