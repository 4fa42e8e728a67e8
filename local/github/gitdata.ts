import * as z from "zod";
import { readCommit } from "../git/commits.ts";
import { describeObject, describeObjects } from "../git/objects.ts";
import { isSha } from "../git/resolve.ts";
import { writeBlob, writeCommit } from "../git/write.ts";
import { fullName, type Repo } from "../repositories.ts";
import { requirePush } from "./auth-context.ts";
import { readBody } from "./body.ts";
import { gitCommitJson } from "./commit-json.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { unprocessable } from "./errors.ts";
import { urlsOf } from "./repository-urls.ts";
import { refuseEmpty } from "./resolve-params.ts";
import { SignatureInput, signature } from "./signature.ts";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** Bytes of base64 text, line breaks allowed. Throws 422 for anything else. */
export function decodeBase64(text: string): Buffer {
  const plain = text.replace(/\s/g, "");
  if (!BASE64.test(plain)) throw unprocessable("content is not valid Base64");
  return Buffer.from(plain, "base64");
}

const Blob = z.object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]).default("utf-8") });

async function createBlob(c: LocalC): Promise<Response> {
  const repo = await requirePush(c);
  refuseEmpty(repo);
  const { content, encoding } = await readBody(c, Blob);
  const sha = await writeBlob(repo.view, encoding === "base64" ? decodeBase64(content) : Buffer.from(content));
  const url = `${urlsOf(c.var.local.urls, fullName(repo)).api}/git/blobs/${sha}`;
  c.header("location", url);
  return c.json({ sha, url }, 201);
}

const NewCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: SignatureInput,
  committer: SignatureInput,
});

async function checkCommitParts(repo: Repo, tree: string, parents: readonly string[]): Promise<void> {
  if (!isSha(tree) || (await describeObject(repo.view, tree))?.type !== "tree") {
    throw unprocessable("Tree SHA does not exist");
  }
  const objects = parents.every(isSha) ? await describeObjects(repo.view, parents) : [null];
  if (objects.some((object) => object?.type !== "commit")) {
    throw unprocessable("Parent SHA does not exist or is not a commit object");
  }
}

async function createCommit(c: LocalC): Promise<Response> {
  const repo = await requirePush(c);
  refuseEmpty(repo);
  const { message, tree, parents, ...people } = await readBody(c, NewCommit);
  await checkCommitParts(repo, tree, parents);
  const author = signature(c, people.author);
  const committer = people.committer ? signature(c, people.committer) : author;
  const sha = await writeCommit(repo.view, { tree, parents, message, author, committer });
  const json = gitCommitJson(c.var.local, repo, await readCommit(repo.view, sha));
  c.header("location", json.url);
  return c.json(json, 201);
}

export function gitdata(app: LocalApp): void {
  app.post("/repos/:owner/:repo/git/blobs", createBlob);
  app.post("/repos/:owner/:repo/git/commits", createCommit);
}
