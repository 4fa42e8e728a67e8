import { readFile } from "node:fs/promises";
import type * as z from "zod";
import { type Lookups, withAnswers } from "../../worker/engine/lookups.ts";
import { RefEntry, Sections } from "./lookups-schema.ts";
import { UsageError } from "./usage.ts";

type Entry = z.infer<typeof RefEntry>;
/** A text alone has become an entry with its commit only. */
type Detailed = Extract<Entry, { tags?: unknown }>;
type Known = z.infer<typeof Sections>;

const REF = /^[\w.-]+\/[\w.-]+(?:\/[^@\s]+)?@\S+$/;
const FULL_SHA = /^[0-9a-f]{40}$/;

/** Answers from a JSON file (docs/lookups.md). Throws UsageError with the place of what is wrong in it. */
export async function readLookups(path: string): Promise<Lookups> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`The lookups file \`${path}\` cannot be read; name a JSON file.`);
  });
  return toLookups(parse(path, text));
}

function parse(path: string, text: string): { sections: Known; refs: ReadonlyMap<string, Entry> } {
  const value = parseJson(path, text);
  const sections = Sections.safeParse(value);
  if (!sections.success) throw wrong(path, sections.error);
  const refs = new Map(Object.entries(sections.data.refs).map(([key, entry]) => [toKey(path, key), entry]));
  for (const [key, entry] of Object.entries(value ?? {})) {
    if (key in Sections.shape) continue;
    const parsed = RefEntry.safeParse(entry);
    if (!parsed.success) throw wrong(path, parsed.error, key);
    refs.set(toKey(path, key), parsed.data);
  }
  return { sections: sections.data, refs };
}

/** Names of repositories are compared without case, refs with it. */
function toKey(path: string, key: string): string {
  if (!REF.test(key)) {
    throw new UsageError(
      `The lookups file \`${path}\` has an unknown key \`${key}\`; write owner/repo@ref or one of ${Object.keys(Sections.shape).join(", ")}.`,
    );
  }
  const at = key.indexOf("@");
  return key.slice(0, at).toLowerCase() + key.slice(at);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    throw new UsageError(`The lookups file \`${path}\` is not JSON: ${words.split("\n")[0]}.`);
  }
}

function wrong(path: string, error: z.ZodError, key?: string): UsageError {
  const [issue] = error.issues;
  const place = [...(key === undefined ? [] : [key]), ...(issue?.path ?? [])].join(" → ");
  return new UsageError(
    `The lookups file \`${path}\` is wrong at ${place || "its top"}: ${issue?.message ?? "unknown"}.`,
  );
}

function toLookups({ sections, refs }: ReturnType<typeof parse>): Lookups {
  const entry = (action: string, ref: string): Detailed | undefined => refs.get(`${action.toLowerCase()}@${ref}`);
  const lower = <T>(record: Readonly<Record<string, T>>) =>
    new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
  const advisories = lower(sections.advisories);
  const repositories = lower(sections.repositories);
  return withAnswers({
    actionCommit: (action, ref) => {
      const known = entry(action, ref);
      return known?.sha === undefined ? "unknown" : { sha: known.sha, tag: tagOf(known) };
    },
    commitTags: (action, sha) => tagsOf(refs, action, sha),
    commitOrigin: (action, sha) => entry(action, sha)?.origin ?? "unknown",
    refKinds: (action, ref) => {
      const kinds = entry(action, ref)?.kinds;
      return kinds ? { branch: kinds.includes("branch"), tag: kinds.includes("tag") } : "unknown";
    },
    actionMetadata: (action, ref) => entry(action, ref)?.metadata ?? "unknown",
    actionRepository: (action) => repositories.get(action.toLowerCase()) ?? "unknown",
    advisories: (action) => advisories.get(action.toLowerCase()) ?? "unknown",
    imageDigest: (image) => sections.images[image] ?? "unknown",
    toolVersion: (tool) => sections.tools[tool] ?? "unknown",
    settings: () => sections.settings ?? "unknown",
    branches: () => sections.branches ?? "unknown",
    branchRules: (branch) => sections.branch_rules[branch] ?? "unknown",
    storedNames: () => sections.stored_names ?? "unknown",
    history: (path) => sections.history[path] ?? "unknown",
    policy: () => sections.policy ?? "unknown",
    platform: () => sections.platform ?? "unknown",
    fleet: () => sections.fleet ?? "unknown",
  });
}

function tagOf(entry: Detailed): string | null {
  if (entry.tag !== undefined) return entry.tag;
  const ranked = (entry.tags ?? []).toSorted((a, b) => precision(b) - precision(a) || (a < b ? -1 : 1));
  return ranked[0] ?? null;
}

/** Numbers in a version tag: `v4.2.2` says more than `v4`. */
function precision(tag: string): number {
  return /^v?\d+(?:\.\d+)*/.test(tag) ? tag.split(".").length : 0;
}

/** Tags named for the commit itself, and those of refs that resolve to it. */
function tagsOf(refs: ReadonlyMap<string, Entry>, action: string, sha: string): readonly string[] | "unknown" {
  const name = `${action.toLowerCase()}@`;
  const same = [...refs].filter(
    ([key, entry]) => key.startsWith(name) && (key.endsWith(`@${sha}`) || entry.sha === sha),
  );
  if (same.length === 0) return "unknown";
  const tags = same.flatMap(([key, entry]: [string, Detailed]) => {
    const ref = key.slice(name.length);
    return [...(entry.tags ?? []), ...(entry.tag ? [entry.tag] : []), ...(FULL_SHA.test(ref) ? [] : [ref])];
  });
  return [...new Set(tags)].sort();
}
