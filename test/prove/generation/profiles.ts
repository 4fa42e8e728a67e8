import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { detectStack } from "../../../worker/engine/profile/detect-stack.ts";
import { snapshot } from "../../support/engine.ts";
import type { Report } from "../report.ts";
import { STACKS } from "./stacks/index.ts";
import type { Stack } from "./stacks/stack.ts";

/** The main component of every stack is what it is, each with its evidence. */
export function proveProfiles(report: Report): void {
  const wrong = STACKS.flatMap((stack) => faultsOf(stack).map((fault) => `${stack.name}: ${fault}`));
  const right = STACKS.length - new Set(wrong.map((line) => line.split(": ", 2).join(": "))).size;
  report.claim(
    "language, package manager, runtime and framework of every stack",
    wrong.length === 0,
    `${right} of ${STACKS.length} stacks${wrong.length > 0 ? `; ${wrong.join("; ")}` : ""}`,
  );
  const components = STACKS.flatMap(({ files }) => detect(files).components);
  const unproved = components.filter(({ evidence }) => !evidence.some(({ about }) => about === "language"));
  const evidence = components.flatMap((component) => component.evidence);
  report.claim("every component carries its evidence", unproved.length === 0, `${evidence.length} places`);
}

function detect(files: Stack["files"]) {
  return detectStack(new RepositoryModel(snapshot(files)));
}

function faultsOf({ files, expected }: Stack): string[] {
  const [main] = detect(files).components;
  if (!main) return ["no component"];
  const runtimes = main.runtimes.map(({ name, version }) => `${name} ${version}`);
  const found: [string, boolean][] = [
    [`language ${main.language}`, main.language === expected.language],
    [`package manager ${main.packageManager?.name}`, (main.packageManager?.name ?? null) === expected.packageManager],
    [
      `runtimes ${runtimes.join(", ")}`,
      expected.runtime === null || runtimes.some((each) => matches(each, expected.runtime ?? "")),
    ],
    [
      `frameworks ${main.frameworks.join(", ")}`,
      expected.framework === null ? main.frameworks.length === 0 : main.frameworks.includes(expected.framework),
    ],
  ];
  return found.filter(([, holds]) => !holds).map(([fault]) => fault);
}

/** `ruby >= 3.3` names `ruby 3.3`. */
function matches(runtime: string, expected: string): boolean {
  return runtime.replace(/[^\w. ]+ ?/g, "").startsWith(expected);
}
