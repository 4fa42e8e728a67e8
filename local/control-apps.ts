// Control routes for what only GitHub's pages offer: registering an app, installing it, a pull request out of a fork.
import { generateKeyPairSync } from "node:crypto";
import * as z from "zod";
import { writeBlob, writeCommit, writeTree } from "./git/write.ts";
import { botLogin } from "./github/app-json.ts";
import { readBody } from "./github/body.ts";
import type { LocalApp, LocalC } from "./github/env.ts";
import { notFound, unprocessable } from "./github/errors.ts";
import { newPull } from "./github/pull-create.ts";
import { announcePull } from "./github/pull-events.ts";
import { signatureOf } from "./github/pull-merge.ts";
import { keepPullRef } from "./github/pull-state.ts";
import type { AppRecord, PullRecord } from "./records.ts";
import { type Repo, stableId } from "./repositories.ts";

const RSA_BITS = 2048;

const NewApp = z.strictObject({
  name: z.string().min(1),
  owner: z.string().min(1).default("dev"),
  permissions: z.record(z.string(), z.enum(["read", "write"])),
});
const Install = z.strictObject({ app_id: z.int(), repos: z.array(z.string()).min(1) });
const Fork = z.strictObject({
  repo: z.string(),
  login: z.string(),
  /** Text of each file, null to delete it. */
  files: z.record(z.string(), z.string().nullable()),
  title: z.string().default("A change from a fork"),
  /** Pushes to this pull request instead of opening one. */
  number: z.int().optional(),
});

function named({ var: { local } }: LocalC, name: string): Repo {
  const [owner = "", repo = ""] = name.split("/");
  const found = local.repos.find(owner, repo);
  if (!found) throw notFound();
  return found;
}

/** Registers an app and gives its id and private key, as GitHub does once. */
async function register(c: LocalC) {
  const { state, clock } = c.var.local;
  const { name, owner, permissions } = await readBody(c, NewApp);
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: RSA_BITS,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const createdAt = clock.now();
  const slug = name.toLowerCase().replace(/[^a-z\d]+/g, "-");
  const app: AppRecord = { id: state.nextId(), slug, name, owner, publicKey, permissions, createdAt };
  state.apps.push(app);
  const login = botLogin(app);
  if (!state.users.some((user) => user.login === login)) {
    const id = stableId(`user:${login}`);
    state.users.push({ id, login, name, email: "", type: "Bot", organizations: [], createdAt });
  }
  state.save();
  return c.json({ id: app.id, slug, private_key: privateKey });
}

/** Installs an app on repositories; those of one call have one owner. */
async function install(c: LocalC) {
  const { state, clock } = c.var.local;
  const { app_id: appId, repos } = await readBody(c, Install);
  if (!state.apps.some(({ id }) => id === appId)) throw unprocessable(`There is no app ${appId}.`);
  const records = repos.map((name) => named(c, name).record);
  const [account = ""] = records.map(({ owner }) => owner);
  const repoIds = records.map(({ id }) => id);
  const known = state.installations.find((record) => record.appId === appId && record.account === account);
  const installation = known ?? { id: state.nextId(), appId, account, repoIds: [], createdAt: clock.now() };
  if (!known) state.installations.push(installation);
  installation.repoIds = [...new Set([...installation.repoIds, ...repoIds])];
  state.save();
  return c.json({ id: installation.id });
}

async function forkCommit(c: LocalC, repo: Repo, { parent, asked }: { parent: string; asked: z.infer<typeof Fork> }) {
  const { local } = c.var;
  const { view } = repo;
  const user = local.state.users.find(({ login }) => login === asked.login);
  if (!user) throw unprocessable(`There is no user ${asked.login}.`);
  const changes = await Promise.all(
    Object.entries(asked.files).map(async ([path, text]) => ({
      path,
      mode: "100644",
      sha: text === null ? null : await writeBlob(view, Buffer.from(text)),
    })),
  );
  const tree = await writeTree(view, parent, changes);
  const author = signatureOf(local, user);
  const sha = await writeCommit(view, { tree, parents: [parent], message: asked.title, author, committer: author });
  c.set("user", user);
  return { sha, user };
}

/** Commits of somebody's copy come in under `refs/pull` alone: no branch of this repository holds them. */
async function pullFromFork(c: LocalC) {
  const { local } = c.var;
  const asked = await readBody(c, Fork);
  const repo = named(c, asked.repo);
  await local.repos.refresh(repo);
  const { record, view } = repo;
  const known = local.state.pulls.find(({ repoId, number }) => repoId === record.id && number === asked.number);
  if (asked.number !== undefined && !known) throw notFound();
  const base = { ref: record.defaultBranch, sha: view.refs.get(`refs/heads/${record.defaultBranch}`) ?? "" };
  const { sha, user } = await forkCommit(c, repo, { parent: known?.head.sha ?? base.sha, asked });
  const pull = known ?? openFork(c, repo, { base, sha, asked });
  const before = pull.head.sha;
  if (known)
    Object.assign(pull, { head: { ...pull.head, sha }, updatedAt: local.clock.now(), mergeableCheckedAt: null });
  local.state.save();
  await keepPullRef(repo, pull);
  const moved = { action: "synchronize" as const, extra: { before, after: sha } };
  announcePull(local, { repo, pull, user, ...(known ? moved : { action: "opened" as const }) });
  return c.json({ number: pull.number, sha });
}

type NewFork = { base: PullRecord["base"]; sha: string; asked: z.infer<typeof Fork> };

function openFork(c: LocalC, repo: Repo, { base, sha, asked }: NewFork): PullRecord {
  const content = { title: asked.title, body: null, draft: false, head: { ref: "patch-1", sha }, base };
  const pull = newPull(c, repo, content);
  pull.fork = { owner: asked.login, name: repo.record.name };
  return pull;
}

export function controlApps(app: LocalApp): void {
  app.post("/_control/app", register);
  app.post("/_control/install", install);
  app.post("/_control/fork-pull", pullFromFork);
}
