import type { Repository } from "../../db/repositories.ts";
import { generationContext } from "../../engine/ai/context/generation-context.ts";
import { judgeConfiguration } from "../../engine/ai/proposals/judge-configuration.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import type { RenderedFile } from "../../engine/pipeline/pipeline.ts";
import { readAiSettings } from "../ai/ai-settings.ts";
import type { AiSummary } from "../ai/summary.ts";
import { explainText } from "../generation/explain-text.ts";
import type { Produced } from "../generation/produce.ts";
import { engineFacts } from "../generation/read-own-files.ts";
import type { Work } from "../generation/resolve-request.ts";
import type { JobRun } from "../jobs/job-run.ts";
import type { JobFiles } from "../jobs/read-files-steps.ts";
import { propose } from "./propose.ts";
import { offSummary, summarize, whyOff } from "./summarize.ts";

/** Input tokens of the question: the written file, and the files that it rests on. */
const CONTEXT_TOKENS = 16_000;

export type Written = {
  readonly repository: Repository;
  readonly files: JobFiles;
  readonly work: Work;
  readonly written: Produced;
  readonly isAsked: boolean;
};

type GoneOver = { readonly produced: Produced; readonly ai: AiSummary | null };

/**
 * The step `ask_ai` of a generation: lets the AI improve the pipeline that the rules wrote. Its text takes the place of theirs only
 * if it passes every check that theirs passes; else theirs stays.
 */
export function goOver(run: JobRun, over: Written): Promise<GoneOver> {
  return run.step("ask_ai", async () => {
    const { written, isAsked } = over;
    if (!isAsked) return { value: { produced: written, ai: null }, detail: "not asked for" };
    const off = whyOff(await readAiSettings(run.ctx));
    const [file] = written.files;
    if (off !== null) return { value: { produced: written, ai: offSummary(off) }, detail: "AI is off" };
    if (!file) return { value: { produced: written, ai: null }, detail: "nothing was written" };
    const value = await run.asking(() => improve(run, over, file));
    return { value, detail: value.produced === written ? "what the rules wrote stays" : "its changes are kept" };
  });
}

async function improve(run: JobRun, over: Written, file: RenderedFile): Promise<GoneOver> {
  const { ctx, job, signal } = run;
  const { repository, files, work, written } = over;
  const { platform } = work;
  const model = new RepositoryModel(files.snapshot);
  const facts = await engineFacts(ctx, files);
  const ground = { repository: model, findings: [], profile: written.profile };
  const proposed = await propose<"ci_generation", Produced>(ctx, {
    question: {
      task: "ci_generation",
      context: generationContext(ground, { platform, ...file }, CONTEXT_TOKENS),
      request: [`The platform is ${platform}.`],
      repository: { id: repository.id, isPrivate: repository.isPrivate },
      userId: job.requestedBy,
      jobId: job.id,
      key: `${job.id}:ci_generation`,
      signal,
    },
    check: ({ text }) => {
      if (text === file.text) return { ok: true, kept: written };
      const judged = judgeConfiguration(model, { platform, path: file.path, text, written: file.text }, facts);
      return judged.ok ? { ok: true, kept: withText(over, file, text) } : judged;
    },
  });
  const produced = proposed.kept ?? written;
  return { produced, ai: { ...summarize(proposed.judged), kept: produced === written ? 0 : 1 } };
}

/** The same files with another text of the pipeline; its jobs are explained anew. */
function withText({ files, work, written }: Written, { path }: RenderedFile, text: string): Produced {
  const { platform } = work;
  return {
    ...written,
    files: written.files.map((file) => (file.path === path ? { ...file, text } : file)),
    jobs: explainText(files.snapshot, { platform, path, text }),
  };
}
