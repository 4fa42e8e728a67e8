import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { createStore } from "solid-js/store";
import type { Artifact, FileProblem, Preview } from "../../api-types.ts";
import { type ApiProblem, toProblem } from "../../problem.ts";
import { type Choices, FIRST_CHOICES, requestOf } from "./choices.model.ts";
import {
  getArtifact,
  loadPreview,
  openArtifact,
  planArtifact,
  validateText,
  writeArtifact,
} from "./generator.queries.ts";

const PAUSE_MS = 350;
const EDIT_PAUSE_MS = 700;

/** A question that is asked when the reader pauses; only the newest answer counts. */
function createQuestion<Question, Answer>(pause: number, ask: (question: Question) => Promise<Answer>) {
  const [answer, setAnswer] = createSignal<Answer>();
  const [problem, setProblem] = createSignal<ApiProblem>();
  const [isAsking, setAsking] = createSignal(false);
  let newest = 0;
  let timer: number | undefined;
  onCleanup(() => clearTimeout(timer));
  const send = async (question: Question, own: number) => {
    try {
      const found = await ask(question);
      if (own !== newest) return;
      setAnswer(() => found);
      setProblem(undefined);
    } catch (error) {
      if (own === newest) setProblem(toProblem(error));
    } finally {
      if (own === newest) setAsking(false);
    }
  };
  const soon = (question: Question, wait = pause) => {
    clearTimeout(timer);
    newest += 1;
    setAsking(true);
    timer = window.setTimeout(send, wait, question, newest);
  };
  const forget = () => {
    clearTimeout(timer);
    newest += 1;
    setAnswer(undefined);
    setProblem(undefined);
    setAsking(false);
  };
  return { answer, problem, isAsking, soon, forget };
}

/** The page's state: what was chosen, what would be written, and what the reader made of it. */
export function createGeneration(repositoryId: string) {
  const [choices, setChoices] = createStore<Choices>({ ...FIRST_CHOICES });
  const [edited, setEdited] = createSignal<string>();
  const preview = createQuestion(PAUSE_MS, loadPreview);
  const checked = createQuestion(EDIT_PAUSE_MS, (text: string) => {
    const { path = "" } = fileOf(preview.answer()) ?? {};
    return validateText(repositoryId, { platform: choices.platform, path, text });
  });
  const request = createMemo(() => requestOf(repositoryId, choices));
  const discard = () => {
    setEdited(undefined);
    checked.forget();
  };
  const again = (wait?: number) => preview.soon(request(), wait);
  createEffect(
    on(request, (_, before) => {
      discard();
      again(before === undefined ? 0 : PAUSE_MS);
    }),
  );
  const edit = (text: string) => {
    setEdited(text);
    checked.soon(text);
  };
  const text = () => edited() ?? fileOf(preview.answer())?.text ?? "";
  /** Of every file, each with its path. An edit is judged anew; the other files stay as they were previewed. */
  const problems = (): readonly FileProblem[] => {
    const shown = preview.answer()?.problems ?? [];
    const path = fileOf(preview.answer())?.path;
    if (edited() === undefined || path === undefined) return shown;
    const own = checked.answer()?.problems ?? [];
    return [...own.map((problem) => ({ ...problem, path })), ...shown.filter((problem) => problem.path !== path)];
  };
  const isChecked = () =>
    edited() === undefined ? !preview.isAsking() : checked.answer() !== undefined && !checked.isAsking();
  const isValid = () => problems().every(({ severity }) => severity !== "error");
  const canOpen = () => text() !== "" && isChecked() && isValid() && preview.problem() === undefined;
  return { choices, setChoices, preview, again, edited, edit, discard, checked, text, problems, canOpen, request };
}

export type Generation = ReturnType<typeof createGeneration>;

/** The pipeline's own file, first among those that are written. */
function fileOf(preview: Preview | undefined): Preview["files"][number] | undefined {
  return preview?.files[0];
}

/** The way from the page to a pull request: the pipeline is written for good once for each set of choices, then planned. */
export function createPublishing(generation: Generation) {
  let written: { readonly key: string; readonly id: string } | undefined;
  const [artifact, setArtifact] = createSignal<Artifact>();
  const artifactId = async () => {
    // What the reader wrote is not for the AI to go over.
    const isAsked = generation.choices.ai && generation.edited() === undefined;
    const request = isAsked ? { ...generation.request(), ai: true } : generation.request();
    const key = JSON.stringify(request);
    if (written?.key !== key) {
      setArtifact(undefined);
      written = { key, id: await writeArtifact(request) };
      if (isAsked) setArtifact(await getArtifact(written.id));
    }
    return written.id;
  };
  return {
    plan: async () => {
      const path = fileOf(generation.preview.answer())?.path;
      const text = generation.edited();
      const files = path === undefined || text === undefined ? [] : [{ path, text }];
      return await planArtifact(await artifactId(), files);
    },
    /** What was written, where the AI was asked to go over it. */
    artifact,
    openPlan: async (planId: string) => await openArtifact(await artifactId(), planId),
  };
}
