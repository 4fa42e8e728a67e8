import { createSignal } from "solid-js";
import { type ApiProblem, toProblem } from "./problem.ts";

export type Task<Args extends unknown[], Result> = {
  /** Runs unless it is running already; undefined then and on failure. */
  readonly run: (...args: Args) => Promise<Result | undefined>;
  readonly isBusy: () => boolean;
  readonly problem: () => ApiProblem | undefined;
  readonly forget: () => void;
};

/** One action of a page: a second click while it runs does nothing, a failure is kept to be shown beside it. */
export function createTask<Args extends unknown[], Result>(
  work: (...args: Args) => Promise<Result>,
): Task<Args, Result> {
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem>();
  let running = false;
  const run = async (...args: Args): Promise<Result | undefined> => {
    if (running) return undefined;
    running = true;
    setBusy(true);
    setProblem(undefined);
    try {
      return await work(...args);
    } catch (error) {
      setProblem(toProblem(error));
      return undefined;
    } finally {
      running = false;
      setBusy(false);
    }
  };
  return { run, isBusy, problem, forget: () => setProblem(undefined) };
}
