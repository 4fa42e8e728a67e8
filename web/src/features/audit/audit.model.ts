import type { AuditRow } from "../../api-types.ts";
import { auditText } from "../../text/audit.ts";

/** What the address of the page says about which entries to show; anything misshapen in it is left out. */
export type AuditSearch = {
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly target?: string | undefined;
  /** Days, `2026-11-21`, both shown. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** The same as the API asks for it. */
export type AuditFilters = {
  readonly action?: string;
  readonly actor_id?: string;
  readonly target_id?: string;
  readonly from?: string;
  readonly to?: string;
};

const DAY_MS = 86_400_000;
const ACTION = /^[a-z_]{1,40}(?:\.[a-z_]{1,40})?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const TARGET_MOST = 100;

/** The instant at which a day of UTC begins, ms since the epoch; undefined for what is no day. */
function dayStart(day: string | undefined): number | undefined {
  if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? undefined : at;
}

function fits(text: string | undefined, shape: RegExp): string | undefined {
  return text !== undefined && shape.test(text) ? text : undefined;
}

/** What to ask the API for. The last day counts to its end. */
export function filtersOf(search: AuditSearch): AuditFilters {
  const action = fits(search.action, ACTION);
  const actor = fits(search.actor, UUID);
  const target = search.target && search.target.length <= TARGET_MOST ? search.target : undefined;
  const from = dayStart(search.from);
  const to = dayStart(search.to);
  return {
    ...(action !== undefined && { action }),
    ...(actor !== undefined && { actor_id: actor }),
    ...(target !== undefined && { target_id: target }),
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to + DAY_MS).toISOString() }),
  };
}

export function isFiltered(search: AuditSearch): boolean {
  return Object.keys(filtersOf(search)).length > 0;
}

const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
const spaced = (name: string) => name.replaceAll("_", " ");

/** Words whose letters are all capital. */
const NAMES: Readonly<Record<string, string>> = { ai: "AI", token: "API token" };

/** `member.role_changed` as "Member role changed"; what somebody does to sign in goes without its noun. */
export function actionWords(action: string): string {
  const [noun = "", verb = ""] = action.split(".");
  if (noun === "auth" && verb !== "") return capital(spaced(verb));
  return [NAMES[noun] ?? capital(spaced(noun)), spaced(verb)].filter(Boolean).join(" ");
}

/** The kinds to choose from; one that the address names exactly comes with them. */
export function kindsOf(chosen: string | undefined): Record<string, string> {
  const exact = chosen !== undefined && !(chosen in auditText.nouns) ? { [chosen]: actionWords(chosen) } : {};
  return { all: auditText.everything, ...exact, ...auditText.nouns };
}

export type Change = { readonly field: string; readonly before: string; readonly after: string };

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A fact of the log in words. */
function factWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return auditText.nothing;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? auditText.nothing : value.map(factWords).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What a change changed, field by field; empty for what changed nothing. */
export function changesOf({ meta }: Pick<AuditRow, "meta">): Change[] {
  if (!("before" in meta) && !("after" in meta)) return [];
  const { before, after } = meta;
  if (!isRecord(before) && !isRecord(after)) {
    return [{ field: "value", before: factWords(before), after: factWords(after) }];
  }
  const was = isRecord(before) ? before : {};
  const is = isRecord(after) ? after : {};
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return fields
    .map((field) => ({ field: spaced(field), before: factWords(was[field]), after: factWords(is[field]) }))
    .filter((change) => change.before !== change.after);
}

/** Everything else that was noted, as name and words. */
export function factsOf({ meta }: Pick<AuditRow, "meta">): (readonly [name: string, words: string])[] {
  return Object.entries(meta)
    .filter(([name]) => name !== "before" && name !== "after")
    .map(([name, value]) => [spaced(name), factWords(value)] as const);
}

const LINE_MOST = 2;

/** One line of what happened: the first changes, else the first facts. */
export function lineOf(row: Pick<AuditRow, "meta">): string {
  const changes = changesOf(row).map(({ field, before, after }) => `${field}: ${before} → ${after}`);
  const facts = factsOf(row).map(([name, words]) => `${name}: ${words}`);
  return (changes.length > 0 ? changes : facts).slice(0, LINE_MOST).join(" · ");
}

/** Who did it, in words. */
export function actorWords({ actor }: Pick<AuditRow, "actor">): string {
  if (actor.kind === "system") return auditText.system;
  if (actor.kind === "webhook") return auditText.webhook;
  return actor.user === null ? auditText.former : `@${actor.user.login}`;
}
