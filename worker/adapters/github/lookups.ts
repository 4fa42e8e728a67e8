import * as z from "zod";
import type { GithubClient } from "./client.ts";
import type { ActionCommit, ActionReference, GithubPort } from "./port.ts";

const Target = z.object({ oid: z.string(), target: z.object({ oid: z.string() }).optional() });
const Action = z.object({
  object: z.union([Target, z.object({})]).nullable(),
  refs: z.object({ nodes: z.array(z.object({ name: z.string(), target: Target.nullable() }).nullable()) }).nullable(),
});
const Answer = z.record(z.string(), Action.nullable());

const FRAGMENTS = `fragment Commit on GitObject { oid ... on Tag { target { oid } } }`;

/** Commits of action references by GraphQL, one alias a reference. */
export function lookupMethods(client: GithubClient): Pick<GithubPort, "actionCommits"> {
  return {
    actionCommits: async (references) => {
      if (references.length === 0) return [];
      const answer = await client.query(Answer, queryFor(references), variablesFor(references));
      return references.flatMap((reference, index) => toCommit(reference, answer[`a${index}`] ?? null));
    },
  };
}

function queryFor(references: readonly ActionReference[]): string {
  const declarations = references.map((_, index) => `$o${index}: String!, $n${index}: String!, $r${index}: String!`);
  const fields = references.map(
    (_, index) => `a${index}: repository(owner: $o${index}, name: $n${index}) {
  object(expression: $r${index}) { ...Commit }
  refs(refPrefix: "refs/tags/", query: $r${index}, first: 100, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
    nodes { name target { ...Commit } }
  }
}`,
  );
  return `query Actions(${declarations.join(", ")}) {\n${fields.join("\n")}\n}\n${FRAGMENTS}`;
}

function variablesFor(references: readonly ActionReference[]): Record<string, string> {
  const entries = references.flatMap(({ action, ref }, index) => {
    const [owner = "", name = ""] = action.split("/");
    return [
      [`o${index}`, owner],
      [`n${index}`, name],
      [`r${index}`, ref],
    ];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function toCommit(reference: ActionReference, answer: z.infer<typeof Action> | null): ActionCommit[] {
  const sha = commitOf(answer?.object ?? null);
  if (sha === null) return [];
  const tags = (answer?.refs?.nodes ?? []).filter((node) => node !== null);
  const same = tags.filter(({ target }) => commitOf(target) === sha).map(({ name }) => name);
  return [{ ...reference, sha, tag: mostPrecise(same) }];
}

/** The commit itself, for an annotated tag the one it points at. */
function commitOf(target: z.infer<typeof Target> | object | null): string | null {
  if (target === null || !("oid" in target)) return null;
  return target.target?.oid ?? target.oid;
}

/** `v4.2.2` before `v4.2` before `v4`; names that are no version last. */
function mostPrecise(tags: readonly string[]): string | null {
  const ranked = tags.toSorted((a, b) => precision(b) - precision(a) || (a < b ? -1 : 1));
  return ranked[0] ?? null;
}

function precision(tag: string): number {
  return /^v?\d+(\.\d+)*$/.test(tag) ? tag.split(".").length : 0;
}
