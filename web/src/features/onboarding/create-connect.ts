import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import type { ConnectResult } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { ApiProblem } from "../../problem.ts";
import { onboardingText } from "../../strings.ts";
import { notify } from "../../ui/toasts.tsx";
import { pathAfter } from "./onboarding.model.ts";
import { connectRepositories } from "./onboarding.queries.ts";
import { accessUrl, forgetChoice, rememberChoice } from "./pending-choice.ts";

const AT_ONCE = 100;

function askForAccess(actionUrl: string, repositories: readonly string[]): void {
  const nonce = crypto.randomUUID();
  rememberChoice(sessionStorage, { nonce, repositories, at: Date.now() });
  location.assign(accessUrl(actionUrl, nonce, location.origin));
}

async function connectInParts(names: readonly string[]): Promise<ConnectResult> {
  const items: ConnectResult["items"] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const part = await connectRepositories(names.slice(at, at + AT_ONCE));
    items.push(...part.items);
  }
  return { items };
}

function report(result: ConnectResult): void {
  const failed = result.items.filter((item) => item.problem !== null);
  for (const item of failed.slice(0, 2)) {
    notify({ tone: "failure", text: onboardingText.failed(item.full_name, item.problem?.detail ?? "") });
  }
  const connected = result.items.length - failed.length;
  if (connected > 1) notify({ tone: "ok", text: onboardingText.done(connected) });
}

/** Connects repositories; asks GitHub for access first when it is missing, and goes to what was started. */
export function createConnect() {
  const navigate = useNavigate();
  const [names, setNames] = createSignal<readonly string[]>([]);
  const [isLeaving, setLeaving] = createSignal(false);
  const task = createTask(async (repositories: readonly string[]) => {
    setNames(repositories);
    try {
      const result = await connectInParts(repositories);
      report(result);
      const path = pathAfter(result);
      if (path !== undefined) navigate(path);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== "missing_scope" || error.actionUrl === undefined)
        throw error;
      setLeaving(true);
      askForAccess(error.actionUrl, repositories);
    }
  });
  const connect = (repositories: readonly string[]) => {
    forgetChoice(sessionStorage);
    void task.run(repositories);
  };
  return { connect, names, isBusy: () => task.isBusy() || isLeaving(), isLeaving, problem: task.problem };
}

export type Connecting = ReturnType<typeof createConnect>;
