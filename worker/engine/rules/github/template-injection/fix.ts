import { insertKey } from "../../../edit/edit-yaml.ts";
import { editScalar } from "../../../expressions/edit-scalar.ts";
import type { Edit } from "../../../finding.ts";
import type { StepPlace } from "../../../model/workflow.ts";
import { asMap, findValue } from "../../../parse/yaml-node.ts";
import type { FixOutcome } from "../../../rule.ts";
import type { Code } from "./code.ts";
import type { Injection } from "./find-injections.ts";
import { defaultOf, isNeverEmpty } from "./input-types.ts";
import { abstain, type Rewrite, type Target } from "./rewrite.ts";
import { rewriteBash } from "./rewrite-bash.ts";
import { rewriteJavascript, rewritePython } from "./rewrite-literals.ts";
import { rewritePowershell } from "./rewrite-powershell.ts";
import { type Variables, variablesFor } from "./variables.ts";

/** Moves the text of every injection of a step into environment variables. */
export function fixStep(place: StepPlace, injections: readonly Injection[]): FixOutcome {
  if (injections.length > MAX_PLACES) return abstain("The step has too many such expressions for one change");
  const codes = [...new Set(injections.map(({ code }) => code))];
  const variables = variablesFor(place, codes.map(({ node }) => node.value).join("\n"));
  const edits: Edit[] = [];
  for (const code of codes) {
    const targets = targetsOf(
      place,
      injections.filter((injection) => injection.code === code),
      variables,
    );
    if (targets === null) return abstain("No variable can hold the expression");
    const rewrite = rewriteCode(code, targets);
    if ("abstain" in rewrite) return rewrite;
    const changed = editScalar(place.document.file, code.node, rewrite);
    if (changed === null) return abstain("The script is written in a form that cannot be edited safely");
    edits.push(...changed);
  }
  const added = addVariables(place, variables.added);
  if (added === null) return abstain("The step's `env:` cannot be edited safely");
  return { edits: [...edits, ...added], ...WORDS };
}

const MAX_PLACES = 100;

const WORDS = {
  title: "Pass untrusted text through the environment",
  explanation:
    "GitHub now puts the text into environment variables, and the script reads those: whatever the text holds, it stays one value and is never run. Look at quoted words that were meant to be several.",
};

function targetsOf(place: StepPlace, injections: readonly Injection[], variables: Variables): Target[] | null {
  const targets: Target[] = [];
  for (const { span, reference, taint } of injections) {
    const variable = variables.nameFor(span.inner, reference.written.map(withoutCase));
    if (variable === null) return null;
    const name = reference.written.at(-1) ?? "";
    const isInput = taint.level === "caller" && reference.segments.includes("inputs");
    targets.push({
      span,
      variable,
      label: taint.level === "attacker" ? "" : name,
      mayBeEmpty: isInput && !isNeverEmpty(name, place.document),
      preset: isInput ? defaultOf(name, place.document) : "",
    });
  }
  return targets;
}

/** Context names are written in any case. */
function withoutCase(segment: string, at: number): string {
  return at < 2 ? segment.toLowerCase() : segment;
}

function rewriteCode({ language, isCertain, node }: Code, targets: readonly Target[]): Rewrite {
  if (!isCertain) return abstain("It is not known which shell runs this step");
  if (targets.some(({ span }) => /[$\\`]/.test(node.value[span.start - 1] ?? "") && language !== "javascript")) {
    return abstain("The character in front of the expression changes what its text means");
  }
  switch (language) {
    case "bash":
    case "sh":
      return rewriteBash(node.value, targets);
    case "pwsh":
    case "powershell":
      return rewritePowershell(node.value, targets);
    case "javascript":
      return rewriteJavascript(node.value, targets);
    case "python":
      return rewritePython(node.value, targets);
    case "cmd":
      return abstain("`cmd` expands variables before it reads a line, so that they do not protect it");
    default:
      return abstain("The language of this script is not one that we can quote in");
  }
}

function addVariables({ document, step }: StepPlace, added: ReadonlyMap<string, string>): Edit[] | null {
  const [first, ...rest] = added;
  if (first === undefined) return [];
  const env = findValue(step.node, "env");
  if (env === null) return addEnv({ document, step }, [first, ...rest]);
  const map = env.kind === "map" ? asMap(env) : null;
  if (map === null) return null;
  const others = rest.map((entry) => `${map.flow ? ", " : "\n"}${entry[0]}: ${sourceOf(entry[1], map.flow)}`);
  return insertKey(document.file, map, { key: first[0], value: sourceOf(first[1], map.flow) + others.join("") });
}

function addEnv(
  { document, step }: Pick<StepPlace, "document" | "step">,
  added: readonly [string, string][],
): Edit[] | null {
  const { flow, pairs } = step.node;
  const lines = added.map(([name, inner]) => `${name}: ${sourceOf(inner, flow)}`);
  const value = flow ? `{ ${lines.join(", ")} }` : lines.map((line) => `\n  ${line}`).join("");
  const isScriptFirst = pairs[0]?.value === step.run;
  return insertKey(document.file, step.node, {
    key: "env",
    value,
    ...(isScriptFirst ? {} : { before: ["run", "with"] }),
  });
}

function sourceOf(inner: string, isFlow: boolean): string {
  const source = `\${{ ${inner} }}`;
  return isFlow || /: | #/.test(source) ? `'${source.replaceAll("'", "''")}'` : source;
}
