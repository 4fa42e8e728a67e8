import type { Reference } from "../../../expressions/references.ts";
import { type Action, findTrigger, type Workflow } from "../../../model/workflow.ts";
import { asMap, asScalar, findPath, findValue, keyText, type YamlNode } from "../../../parse/yaml-node.ts";

/** Types whose values GitHub checks before a run: none of them is free text. */
const CHECKED_TYPES = new Set(["boolean", "number", "choice", "environment"]);

/** True where whoever calls can pass any text: an input of type string, a payload, all inputs at once. */
export function isInputFree(reference: Reference, document: Workflow | Action): boolean {
  if (document.kind === "action") return true;
  const { segments } = reference;
  if (segments.includes("client_payload")) return canStart(document, "repository_dispatch");
  const isDispatch = segments[0] === "github";
  const name = segments[isDispatch ? 3 : 1];
  if (name === undefined || name === "*") return canStart(document, "workflow_dispatch");
  const events = isDispatch ? ["workflow_dispatch"] : ["workflow_dispatch", "workflow_call"];
  const declared = events.map((event) => declarationOf(document, event, name)).filter((found) => found !== null);
  return declared.some((node) => !CHECKED_TYPES.has(asScalar(findValue(node, "type"))?.value ?? "string"));
}

/** A called workflow runs under its caller's event. */
function canStart(document: Workflow, event: string): boolean {
  return findTrigger(document, event) !== null || findTrigger(document, "workflow_call") !== null;
}

/** Names are compared without case. */
function declarationOf(document: Workflow, event: string, name: string): YamlNode | null {
  const inputs = asMap(findPath(findTrigger(document, event)?.node, "inputs"));
  return inputs?.pairs.find((pair) => keyText(pair)?.toLowerCase() === name)?.value ?? null;
}

/** Whether an input always has a value: it is required, or has a default that is not empty. */
export function isNeverEmpty(name: string, document: Workflow | Action): boolean {
  const wanted = name.toLowerCase();
  const nodes =
    document.kind === "action"
      ? document.inputs.filter((entry) => entry.name.toLowerCase() === wanted).map((entry) => entry.pair.value)
      : ["workflow_dispatch", "workflow_call"].flatMap((event) => declarationOf(document, event, wanted) ?? []);
  return nodes.length > 0 && nodes.every(hasValue);
}

function hasValue(node: YamlNode): boolean {
  const preset = asScalar(findValue(node, "default"))?.value ?? "";
  return asScalar(findValue(node, "required"))?.value === "true" || preset !== "";
}

/** The default of an input, or an empty text. */
export function defaultOf(name: string, document: Workflow | Action): string {
  const wanted = name.toLowerCase();
  if (document.kind === "action") {
    const entry = document.inputs.find((candidate) => candidate.name.toLowerCase() === wanted);
    return asScalar(findValue(entry?.pair.value, "default"))?.value ?? "";
  }
  const nodes = ["workflow_dispatch", "workflow_call"].map((event) => declarationOf(document, event, wanted));
  return nodes.map((node) => asScalar(findValue(node, "default"))?.value).find((text) => text !== undefined) ?? "";
}
