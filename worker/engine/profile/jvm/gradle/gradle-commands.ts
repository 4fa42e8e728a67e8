import type { ComponentDraft, Proof } from "../../component-draft.ts";
import type { Dependency } from "../../mark-dependencies.ts";
import { type JvmBuild, uses, wrapperCall } from "../jvm-build.ts";

const LINTS: readonly (readonly [plugin: RegExp, task: string])[] = [
  [/^plugin:io\.gitlab\.arturbosch\.detekt$|^plugin:dev\.detekt$/, "detekt"],
  [/^plugin:checkstyle$/, "checkstyleMain"],
  [/^plugin:pmd$/, "pmdMain"],
  [/^plugin:com\.android\.(?:application|library)$/, "lint"],
];
const FORMATS: readonly (readonly [plugin: RegExp, task: string])[] = [
  [/^plugin:com\.diffplug\.spotless$/, "spotlessCheck"],
  [/^plugin:org\.jlleitschuh\.gradle\.ktlint$/, "ktlintCheck"],
  [/^plugin:org\.jmailen\.kotlinter$/, "lintKotlin"],
  [/^plugin:io\.spring\.javaformat$/, "checkFormat"],
];
const STARTS: readonly (readonly [plugin: RegExp, task: string])[] = [
  [/^plugin:org\.springframework\.boot$/, "bootRun"],
  [/^plugin:io\.quarkus$/, "quarkusDev"],
  [/^plugin:(?:application|io\.micronaut\.application|io\.ktor\.plugin|org\.openjfx\.javafxplugin)$/, "run"],
];

export function addGradleCommands(draft: ComponentDraft, build: JvmBuild): void {
  const { folder } = draft;
  const program = wrapperCall(folder, "gradlew") ?? "gradle";
  const usual = draft.proof(
    folder.first("gradlew", "build.gradle.kts", "build.gradle", "settings.gradle.kts") ?? "settings.gradle",
  );
  addTasks(draft, { about: "lint", program, build, tasks: LINTS });
  addTasks(draft, { about: "format", program, build, tasks: FORMATS });
  const isMultiplatform = uses(build, /^plugin:org\.jetbrains\.kotlin\.multiplatform$/) !== undefined;
  draft.command("test", `${program} ${isMultiplatform ? "allTests" : "test"}`, usual);
  draft.command("build", isMultiplatform ? `${program} assemble` : `${program} build -x test`, usual);
  const start = STARTS.flatMap(([plugin, task]) => {
    const found = uses(build, plugin);
    return found ? [{ task, found }] : [];
  })[0];
  if (start && !draft.frameworks.includes("android"))
    draft.command("start", `${program} ${start.task}`, proofOf(start.found));
}

interface Tasks {
  readonly about: "lint" | "format";
  readonly program: string;
  readonly build: JvmBuild;
  readonly tasks: readonly (readonly [plugin: RegExp, task: string])[];
}

function addTasks(draft: ComponentDraft, { about, program, build, tasks }: Tasks): void {
  const found = tasks.flatMap(([plugin, task]) => {
    const proof = uses(build, plugin);
    return proof ? [{ task, proof }] : [];
  });
  const [first] = found;
  if (first) draft.command(about, `${program} ${found.map(({ task }) => task).join(" ")}`, proofOf(first.proof));
}

function proofOf({ path, line }: Dependency): Proof {
  return { path, line, confidence: "high" };
}
