import type { Component } from "../../profile/stack-profile.ts";
import type { JobKind } from "../generate-options.ts";
import { CHECK_KINDS, type ComponentPlan, type PlanContext, placeOf } from "./component-plan.ts";
import { commandWords } from "./used-tools.ts";

const ADVICE: Readonly<Record<string, string>> = {
  format: "no formatter is set up",
  lint: "no linter is set up",
  typecheck: "no type checker is set up",
  build: "there is nothing to build",
  test: "no tests were found",
};

/** Whose lack of tests and builds nobody has to be told. */
const WITHOUT_CODE: ReadonlySet<string> = new Set(["static", "terraform"]);

/** Says what is wanted and has nothing to run, and what was concluded on weak grounds. */
export function noteGaps(context: PlanContext, plans: readonly ComponentPlan[]): void {
  const kinds: readonly JobKind[] = context.options.jobs ?? ["test"];
  for (const kind of CHECK_KINDS.filter((each) => kinds.includes(each))) {
    const without = plans.filter(
      ({ component }) => !WITHOUT_CODE.has(component.ecosystem) && component.commands[kind] === null,
    );
    if (without.length > 0) context.note("left_out", gap(kind, without));
  }
  for (const { component } of plans) {
    noteRunners(context, component);
    if (component.confidence !== "low") continue;
    context.note(
      "uncertain",
      `What ${placeOf(component)} is made of was concluded from few signs: compare the commands with those that you use.`,
    );
  }
}

/** Programs that commands call and that no language's set-up brings along. */
const RUNNERS: ReadonlySet<string> = new Set(
  "just task mage mise bazel bazelisk buck2 pants moon earthly nix hugo zola mdbook cobalt pre-commit conda mamba tofu mill".split(
    " ",
  ),
);

function noteRunners({ note }: PlanContext, component: Component): void {
  const lines = Object.values(component.commands).filter((line) => line !== null);
  const called = new Set(lines.flatMap(commandWords).filter((word) => RUNNERS.has(word)));
  const installed = lines.join("\n").match(/\b(?:install|get|add)\b[^\n&;|]*/g) ?? [];
  for (const word of called) {
    const isDependency = word === "pre-commit" && component.ecosystem === "python";
    if (isDependency || installed.some((words) => words.split(/[\s=@]+/).includes(word))) continue;
    note(
      "set_up",
      `A command of ${placeOf(component)} calls \`${word}\`, which the pipeline does not install: add a step for it, or have the project's own tools bring it along.`,
    );
  }
}

function gap(kind: JobKind, without: readonly ComponentPlan[]): string {
  const places = without.map(({ component }) => placeOf(component));
  const shown = places.slice(0, 5).join(", ") + (places.length > 5 ? ` and ${places.length - 5} more` : "");
  return `No ${kind} step for ${shown}: ${ADVICE[kind]}. Add the tool and a command for it, then generate again.`;
}
