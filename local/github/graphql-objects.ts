import { readCommit } from "../git/commits.ts";
import { describeObject, isBinary, type ObjectContent, type ObjectInfo, readObjects } from "../git/objects.ts";
import { isSha, resolveCommit, resolveObject } from "../git/resolve.ts";
import { findEntry, listTree } from "../git/tree.ts";
import type { View } from "../git/view.ts";

/** GitHub cuts the text of a blob here. */
const MAX_TEXT_BYTES = 512 * 1024;
const SHORT_LENGTH = 7;

/** Asks of one query gather for a moment and then read all their objects with one git process. */
export type ObjectLoader = { load(sha: string): Promise<ObjectContent | null> };

export function createObjectLoader(view: View): ObjectLoader {
  let batch: Map<string, Promise<ObjectContent | null>> | null = null;
  let pending: Promise<Map<string, ObjectContent | null>> | null = null;
  let wanted: string[] = [];

  function gather(): Promise<Map<string, ObjectContent | null>> {
    pending ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const shas = wanted;
        wanted = [];
        pending = null;
        batch = null;
        readObjects(view, shas).then((objects) => {
          resolve(new Map(shas.map((sha, index) => [sha, objects[index] ?? null])));
        }, reject);
      });
    });
    return pending;
  }

  return {
    load: (sha) => {
      batch ??= new Map();
      const known = batch.get(sha);
      if (known) return known;
      wanted.push(sha);
      const found = gather().then((objects) => objects.get(sha) ?? null);
      batch.set(sha, found);
      return found;
    },
  };
}

function common(typename: string, sha: string) {
  return { __typename: typename, oid: sha, abbreviatedOid: sha.slice(0, SHORT_LENGTH) };
}

function blob({ sha, size, content }: ObjectContent) {
  const binary = isBinary(content);
  const truncated = size > MAX_TEXT_BYTES;
  return {
    ...common("Blob", sha),
    byteSize: size,
    isBinary: binary,
    isTruncated: truncated,
    text: binary ? null : new TextDecoder().decode(content.subarray(0, MAX_TEXT_BYTES), { stream: truncated }),
  };
}

function tree(view: View, sha: string) {
  return {
    ...common("Tree", sha),
    entries: async () => {
      const { entries } = await listTree(view, sha, false);
      return entries.map(({ path, mode, type, sha: oid, size }) => ({
        name: path,
        path,
        mode: Number.parseInt(mode, 8),
        type,
        oid,
        size: size ?? 0,
      }));
    },
  };
}

async function commit(view: View, sha: string) {
  const { message, committer, tree: treeSha } = await readCommit(view, sha);
  return { ...common("Commit", sha), message, committedDate: committer.date, tree: tree(view, treeSha) };
}

export type ObjectSource = { view: View; loader: ObjectLoader };

/** The object in the form its GraphQL type has; null when it is missing. */
export async function objectBySha(source: ObjectSource, sha: string): Promise<object | null> {
  const object = await source.loader.load(sha);
  if (!object) return null;
  return present(source, object);
}

async function present(source: ObjectSource, object: ObjectContent): Promise<object> {
  switch (object.type) {
    case "blob":
      return blob(object);
    case "tree":
      return tree(source.view, object.sha);
    case "commit":
      return commit(source.view, object.sha);
    case "tag":
      return tag(source, object);
  }
}

function tag(source: ObjectSource, { sha, content }: ObjectContent) {
  const target = /^object ([0-9a-f]{40})$/m.exec(content.toString("utf8"))?.[1] ?? "";
  return { ...common("Tag", sha), target: () => objectBySha(source, target) };
}

/** `REV`, `REV:` or `REV:path`, where REV is a branch, a tag, a SHA or HEAD; other git expressions are not there. */
export async function shaOfExpression(view: View, text: string, defaultBranch: string): Promise<string | null> {
  const colon = text.indexOf(":");
  const revision = colon === -1 ? text : text.slice(0, colon);
  const name = revision === "HEAD" ? defaultBranch : revision;
  if (colon === -1) return (await resolveCommit(view, name)) ?? (await anyObject(view, name))?.sha ?? null;
  const root = await resolveObject(view, name, "tree");
  const path = text.slice(colon + 1);
  if (!root || path === "") return root;
  return (await findEntry(view, root, path))?.sha ?? null;
}

async function anyObject(view: View, name: string): Promise<ObjectInfo | null> {
  return isSha(name) ? describeObject(view, name) : null;
}
