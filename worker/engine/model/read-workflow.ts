import { asMap, asScalar, findPair, findValue, resolve, type YamlMap, type YamlPair } from "../parse/yaml-node.ts";
import {
  readConcurrency,
  readContainer,
  readDefaults,
  readEntries,
  readOn,
  readPermissions,
  readScalars,
  readTriggers,
} from "./read-parts.ts";
import { readSteps } from "./read-step.ts";
import type { SourceFile } from "./source-file.ts";
import { parseUses } from "./uses.ts";
import type { Action, Container, Job, Workflow } from "./workflow.ts";

export function readWorkflow(file: SourceFile, root: YamlMap): Workflow {
  const on = readOn(root);
  return {
    kind: "workflow",
    path: file.path,
    file,
    root,
    name: asScalar(findValue(root, "name")),
    runName: asScalar(findValue(root, "run-name")),
    on,
    triggers: readTriggers(on),
    permissions: readPermissions(root),
    env: readEntries(findValue(root, "env")),
    defaults: readDefaults(root),
    concurrency: readConcurrency(root),
    jobs: (asMap(findValue(root, "jobs"))?.pairs ?? []).map(readJob).filter((job) => job !== null),
  };
}

export function readAction(file: SourceFile, root: YamlMap): Action {
  const runs = findValue(root, "runs");
  return {
    kind: "action",
    path: file.path,
    file,
    root,
    name: asScalar(findValue(root, "name")),
    using: asScalar(findValue(runs, "using")),
    inputs: readEntries(findValue(root, "inputs")),
    outputs: readEntries(findValue(root, "outputs")),
    steps: readSteps(findValue(runs, "steps")),
  };
}

function readJob(pair: YamlPair): Job | null {
  const key = resolve(pair.key);
  const node = asMap(pair.value);
  if (key.kind !== "scalar" || !node) return null;
  const strategy = asMap(findValue(node, "strategy"));
  return {
    id: key.value,
    key,
    node,
    name: asScalar(findValue(node, "name")),
    ...readRunner(node),
    needs: readScalars(findValue(node, "needs")),
    if: asScalar(findValue(node, "if")),
    permissions: readPermissions(node),
    timeoutMinutes: asScalar(findValue(node, "timeout-minutes")),
    concurrency: readConcurrency(node),
    environment: findValue(node, "environment"),
    strategy,
    matrix: findValue(strategy, "matrix"),
    continueOnError: asScalar(findValue(node, "continue-on-error")),
    env: readEntries(findValue(node, "env")),
    outputs: readEntries(findValue(node, "outputs")),
    defaults: readDefaults(node),
    container: readContainer(findPair(node, "container")),
    services: readServices(node),
    ...readCall(node),
    steps: readSteps(findValue(node, "steps")),
  };
}

function readRunner(node: YamlMap): Pick<Job, "runsOn" | "runsOnPair"> {
  const pair = findPair(node, "runs-on");
  if (!pair) return { runsOn: [], runsOnPair: null };
  const labels = asMap(pair.value) ? findValue(pair.value, "labels") : pair.value;
  return { runsOn: readScalars(labels), runsOnPair: pair };
}

function readServices(node: YamlMap): Container[] {
  const services = asMap(findValue(node, "services"))?.pairs ?? [];
  return services.map(readContainer).filter((service) => service !== null);
}

function readCall(node: YamlMap): Pick<Job, "uses" | "with" | "secrets"> {
  const uses = asScalar(findValue(node, "uses"));
  return {
    uses: uses ? parseUses(uses) : null,
    with: readEntries(findValue(node, "with")),
    secrets: findValue(node, "secrets"),
  };
}
