/** Who decides the text of a context reference. */
import { MERGED_FIELDS, UNTRUSTED_FIELDS, type UntrustedField } from "../data/untrusted-contexts.ts";
import type { Reference } from "./references.ts";

export type Source =
  /** A stranger, directly under one of `events`; under one of `mergedEvents` once a member has pushed or merged the text. */
  | {
      readonly kind: "attacker";
      readonly events: readonly string[];
      readonly mergedEvents: readonly string[];
      readonly what: string;
    }
  /** Whoever calls or dispatches the workflow or action. */
  | { readonly kind: "caller"; readonly what: string }
  /** Depends on another part of the file or on members: `steps`, `needs`, `env`, `matrix`, `vars`, branch names on push. */
  | { readonly kind: "unknown" }
  /** A value of a fixed alphabet, or set by GitHub. */
  | { readonly kind: "fixed" }
  | { readonly kind: "secret" };

const UNKNOWN_CONTEXTS = new Set(["steps", "needs", "env", "matrix", "vars", "jobs"]);
/** Members choose these: branch, tag and release names, labels, deployments. */
const MEMBER_FIELDS = [
  "github.ref",
  "github.ref_name",
  "github.base_ref",
  "github.workflow",
  "github.workflow_ref",
  "github.job",
];

/** Classifies one reference on its own; what `env.X` or `steps.x.outputs.y` stands for must be followed by the caller. */
export function sourceOf(reference: Pick<Reference, "segments" | "serialised">): Source {
  const [context = "", first] = reference.segments;
  if (context === "inputs") return { kind: "caller", what: "an input" };
  if (context === "secrets") return { kind: "secret" };
  if (UNKNOWN_CONTEXTS.has(context)) return { kind: "unknown" };
  if (context !== "github") return { kind: "fixed" };
  if (first === "event" || first === "head_ref" || first === undefined || first === "*") return eventSource(reference);
  return { kind: MEMBER_FIELDS.includes(reference.segments.join(".")) ? "unknown" : "fixed" };
}

function eventSource(reference: Pick<Reference, "segments" | "serialised">): Source {
  const { segments } = reference;
  const caller = callerPart(segments[2]);
  if (caller !== undefined && (segments.length > 3 || reference.serialised)) return { kind: "caller", what: caller };
  const untrusted = UNTRUSTED_FIELDS.filter((field) => reads(reference, field.path));
  const merged = MERGED_FIELDS.filter((field) => reads(reference, field.path));
  if (untrusted.length + merged.length > 0) return attacker(untrusted, merged);
  return { kind: hasFreeText(segments.at(-1) ?? "") ? "unknown" : "fixed" };
}

function callerPart(part: string | undefined): string | undefined {
  if (part === "inputs") return "an input";
  return part === "client_payload" ? "the payload of the dispatch" : undefined;
}

function attacker(untrusted: readonly UntrustedField[], merged: readonly UntrustedField[]): Source {
  const fields = [...untrusted, ...merged];
  return {
    kind: "attacker",
    events: [...new Set(untrusted.flatMap((field) => field.events))],
    mergedEvents: [...new Set(merged.flatMap((field) => field.events))],
    what: fields.length === 1 ? (fields[0]?.what ?? "") : "text of the event",
  };
}

/** True where the reference is the field, or, when it is serialised, an object around it. */
function reads(reference: Pick<Reference, "segments" | "serialised">, path: string): boolean {
  const field = path.split(".");
  const { segments, serialised } = reference;
  if (segments.length > field.length || (segments.length < field.length && !serialised)) return false;
  return segments.every((segment, at) => segment === field[at] || segment === "*" || field[at] === "*");
}

const FIXED_FIELDS =
  /^(id|node_id|number|sha|before|after|url|html_url|.*_url|.*_at|.*_id|.*_count|state|merged|draft|locked|action|login|type|event|conclusion|status|full_name|private|fork|size|additions|deletions|commits|changed_files|merge_commit_sha|head_sha|default_branch|run_number|run_attempt|attempt)$/;

function hasFreeText(field: string): boolean {
  return !FIXED_FIELDS.test(field);
}
