import { dirname, join } from "node:path";
import * as z from "zod";
import { writeRef } from "./git/update-ref.ts";
import { openOwn } from "./git/view.ts";
import { type TreeChange, writeBlob, writeCommit, writeTree } from "./git/write.ts";
import { readBody } from "./github/body.ts";
import type { LocalApp, LocalC } from "./github/env.ts";
import { GithubError } from "./github/errors.ts";
import type { RepoRecord } from "./records.ts";
import { type Repo, stableId } from "./repositories.ts";

const Create = z.strictObject({
  /** `owner/name` that is not taken. */
  repo: z.string().regex(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/),
  private: z.boolean().default(false),
  /** Text of each file; with none of anything the repository stays empty. */
  files: z.record(z.string(), z.string()).default({}),
  /** Base64 of files that are not text. */
  binaries: z.record(z.string(), z.string()).default({}),
  /** Targets of symbolic links. */
  links: z.record(z.string(), z.string()).default({}),
  /** So many more files below `filler/`, all with the same text. */
  filler: z.number().int().min(0).max(200_000).default(0),
});
type Create = z.infer<typeof Create>;

/** Where our own repositories stand, beside the samples. */
function repositoriesDir({ var: { local } }: LocalC): string {
  const own = local.repos.list().find(({ record }) => record.kind !== "found");
  if (!own) throw new GithubError(422, "Repositories can be made beside the samples only.");
  return dirname(dirname(own.record.dir));
}

const AUTHOR = { name: "Test", email: "test@example.com", date: "2026-01-05T09:00:00Z" };

function recordOf(c: LocalC, asked: Create): RepoRecord {
  const { local } = c.var;
  const [owner = "", name = ""] = asked.repo.split("/");
  if (local.repos.find(owner, name)) throw new GithubError(422, `${asked.repo} is there already.`);
  const now = local.clock.now();
  return {
    id: stableId(`created:${asked.repo}`),
    owner,
    name,
    kind: "created",
    dir: join(repositoriesDir(c), owner, `${name}.git`),
    description: null,
    topics: [],
    private: asked.private,
    archived: false,
    defaultBranch: "main",
    previousNames: [],
    createdAt: now,
    pushedAt: now,
    updatedAt: now,
  };
}

async function firstTree({ view }: Repo, asked: Create): Promise<TreeChange[]> {
  const store = async (path: string, content: Buffer, mode = "100644") => ({
    path,
    mode,
    sha: await writeBlob(view, content),
  });
  const changes: TreeChange[] = [];
  for (const [path, text] of Object.entries(asked.files)) changes.push(await store(path, Buffer.from(text)));
  for (const [path, text] of Object.entries(asked.binaries))
    changes.push(await store(path, Buffer.from(text, "base64")));
  for (const [path, to] of Object.entries(asked.links)) changes.push(await store(path, Buffer.from(to), "120000"));
  if (asked.filler === 0) return changes;
  const { sha } = await store("filler", Buffer.from("filler\n"));
  const digits = String(asked.filler).length;
  const names = Array.from({ length: asked.filler }, (_, index) => String(index).padStart(digits, "0"));
  return [...changes, ...names.map((name) => ({ path: `filler/${name.slice(0, -3)}/${name}`, mode: "100644", sha }))];
}

async function create(c: LocalC) {
  const { local } = c.var;
  const asked = await readBody(c, Create);
  const record = recordOf(c, asked);
  const repo = { record, view: await openOwn(local.git, record.dir) };
  const changes = await firstTree(repo, asked);
  if (changes.length > 0) {
    const tree = await writeTree(repo.view, null, changes);
    const sha = await writeCommit(repo.view, {
      tree,
      parents: [],
      message: "First",
      author: AUTHOR,
      committer: AUTHOR,
    });
    await writeRef(repo.view, { ref: "refs/heads/main", after: sha });
  }
  if (changes.length > 0) record.pushedAt += 1000;
  local.state.repos.push(record);
  local.repos.add(repo);
  local.state.save();
  return c.json({ id: record.id, full_name: asked.repo, sha: repo.view.refs.get("refs/heads/main") ?? null });
}

/** Mounts the control route that makes a repository of its own for one test. */
export function controlCreate(app: LocalApp): void {
  app.post("/_control/create", create);
}
