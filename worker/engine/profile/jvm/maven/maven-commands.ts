import type { ComponentDraft, Proof } from "../../component-draft.ts";
import type { Dependency } from "../../mark-dependencies.ts";
import { elementAt, type XmlElement } from "../../read-xml.ts";
import { type JvmBuild, uses, wrapperCall } from "../jvm-build.ts";
import { MAVEN_PLUGINS, pluginsOf, readPom } from "./read-pom.ts";

/** Plugins that check, by what they are asked with. */
const FORMATS: readonly (readonly [plugin: RegExp, goal: string])[] = [
  [/^plugin:com\.diffplug\.spotless:/, "spotless:check"],
  [/^plugin:com\.spotify\.fmt:|^plugin:com\.coveo:fmt-maven-plugin$/, "fmt:check"],
  [/^plugin:io\.spring\.javaformat:/, "spring-javaformat:validate"],
  [/^plugin:net\.revelc\.code\.formatter:/, "formatter:validate"],
];
const LINTS: readonly (readonly [plugin: RegExp, goal: string])[] = [
  [/^plugin:org\.apache\.maven\.plugins:maven-checkstyle-plugin$/, "checkstyle:check"],
  [/^plugin:org\.apache\.maven\.plugins:maven-pmd-plugin$/, "pmd:check"],
  [/^plugin:com\.github\.gantsign\.maven:ktlint-maven-plugin$/, "ktlint:check"],
  [/^plugin:com\.github\.ozsie:detekt-maven-plugin$/, "detekt:check"],
];

export function addMavenCommands(draft: ComponentDraft, build: JvmBuild): void {
  const program = wrapperCall(draft.folder, "mvnw") ?? "mvn";
  const run = `${program} -B -ntp`;
  const usual = draft.proof(manifestOf(draft));
  const own = { ...build, dependencies: build.dependencies.filter(({ path }) => path === draft.folder.at("pom.xml")) };
  addGoals(draft, "lint", { run, build: own, goals: LINTS });
  addGoals(draft, "format", { run, build: own, goals: FORMATS });
  draft.command("test", `${run} verify`, usual);
  draft.command("build", `${run} -DskipTests package`, usual);
  addStart(draft, build, program);
}

/** The name of Maven's manifest in a folder; other languages than XML are not read. */
export function manifestOf({ folder }: ComponentDraft): string {
  return folder.names.find((name) => /^pom\.(?:xml|ya?ml|clj|groovy|rb|scala|atom|kts)$/.test(name)) ?? "pom.xml";
}

interface Goals {
  readonly run: string;
  readonly build: JvmBuild;
  readonly goals: readonly (readonly [plugin: RegExp, goal: string])[];
}

function addGoals(draft: ComponentDraft, about: "lint" | "format", { run, build, goals }: Goals): void {
  const found = goals.flatMap(([plugin, goal]) => {
    const proof = uses(build, plugin);
    return proof ? [{ goal: `${goal}${executionOf(draft, plugin)}`, proof }] : [];
  });
  const [first] = found;
  if (first) draft.command(about, `${run} ${found.map(({ goal }) => goal).join(" ")}`, proofOf(first.proof));
}

/** A goal alone does not see what is configured for one execution: `checkstyle:check@style` does. */
function executionOf({ folder }: ComponentDraft, plugin: RegExp): string {
  const pom = readPom(folder.repository, folder.at("pom.xml"));
  const element = pom && pluginsOf(pom).find((each) => plugin.test(`plugin:${pluginName(each)}`));
  if (!element || elementAt(element, "configuration")) return "";
  const executions = elementAt(element, "executions")?.children ?? [];
  const found = executions.find((each) => elementAt(each, "configuration") && isCheck(each));
  return found ? `@${elementAt(found, "id")?.text ?? "default"}` : "";
}

function isCheck(execution: XmlElement): boolean {
  return elementAt(execution, "goals")?.children.some(({ text }) => /^(?:check|validate)$/.test(text)) ?? false;
}

function pluginName(plugin: XmlElement): string {
  return `${elementAt(plugin, "groupId")?.text ?? MAVEN_PLUGINS}:${elementAt(plugin, "artifactId")?.text ?? ""}`;
}

function proofOf({ path, line }: Dependency): Proof {
  return { path, line, confidence: "high" };
}

/** The program of a framework, in the module that has it. */
function addStart(draft: ComponentDraft, build: JvmBuild, program: string): void {
  const boot = uses(build, /^plugin:org\.springframework\.boot:spring-boot-maven-plugin$/);
  const quarkus = uses(build, /^plugin:io\.quarkus(?:\.platform)?:quarkus-maven-plugin$/);
  const micronaut = uses(build, /^plugin:io\.micronaut\.(?:maven|build):micronaut-maven-plugin$/);
  const found = boot ?? quarkus ?? micronaut;
  if (!found) {
    addPlainStart(draft, build, program);
    return;
  }
  const own = draft.folder.at("");
  const module = found.path.replace(/\/?pom\.xml$/, "").slice(draft.folder.path === "." ? 0 : own.length);
  const at = module === "" ? "" : ` -pl ${module}`;
  const goal = boot ? "spring-boot:run" : quarkus ? "quarkus:dev" : "mn:run";
  draft.command("start", `${program}${at} ${goal}`, {
    ...proofOf(found),
    confidence: module === "" ? "high" : "medium",
  });
}

/** A program that is packed whole, or run by Maven. */
function addPlainStart(draft: ComponentDraft, build: JvmBuild, program: string): void {
  const packed = uses(build, /^plugin:org\.apache\.maven\.plugins:maven-(?:shade|assembly)-plugin$/);
  const run = uses(build, /^plugin:org\.codehaus\.mojo:exec-maven-plugin$/);
  const pom = draft.folder.at("pom.xml");
  if (packed?.path === pom) draft.command("start", "java -jar target/*.jar", { ...proofOf(packed), confidence: "low" });
  else if (run?.path === pom) draft.command("start", `${program} exec:java`, { ...proofOf(run), confidence: "low" });
}
