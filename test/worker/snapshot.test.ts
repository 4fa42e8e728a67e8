import { describe, expect, it } from "vitest";
import { readActionLookups } from "../../worker/adapters/github/action-lookups.ts";
import { readSnapshot, type SnapshotSource, type SnapshotTarget } from "../../worker/adapters/github/snapshot.ts";
import { snapshotCache } from "../../worker/db/blobs.ts";
import { as } from "./support/as.ts";
import {
  forgetRequests,
  githubAs,
  type MadeRepository,
  makeRepository,
  pushTo,
  requestsMade,
  spoil,
} from "./support/github.ts";
import { testCtx } from "./support/scope.ts";

const WORKFLOW = ".github/workflows/ci.yml";
const CI = "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n";

async function source(): Promise<SnapshotSource> {
  const { data } = testCtx(await as());
  return { github: await githubAs(), cache: snapshotCache(data, () => Date.now()) };
}

function target(repository: MadeRepository, known: Partial<SnapshotTarget> = {}): SnapshotTarget {
  const { owner, name } = repository;
  return { owner, name, defaultBranch: "main", headSha: null, headEtag: null, ...known };
}

describe("reading a snapshot", () => {
  it("takes three requests the first time and one more for what actions resolve to", async () => {
    const repository = await makeRepository({ files: { [WORKFLOW]: CI, "package.json": "{}\n" } });
    const from = await source();
    await forgetRequests();
    const { snapshot, head, unchanged } = await readSnapshot(from, target(repository));
    expect(await requestsMade()).toMatchObject([
      { method: "GET", path: `/repos/${repository.fullName}/git/ref/heads/main`, status: 200 },
      { method: "GET", path: `/repos/${repository.fullName}/git/trees/${repository.sha}`, status: 200 },
      { method: "POST", path: "/graphql", status: 200 },
    ]);
    expect({ head, unchanged, commit: snapshot.commit }).toEqual({
      head: repository.sha,
      unchanged: false,
      commit: repository.sha,
    });
    expect(snapshot.files.map(({ path, text }) => [path, text])).toEqual([
      [WORKFLOW, CI],
      ["package.json", "{}\n"],
    ]);
    await readActionLookups(from, snapshot, Date.now());
    expect(await requestsMade()).toHaveLength(4);
  });

  it("takes one request, a 304, when nothing changed", async () => {
    const repository = await makeRepository({ files: { [WORKFLOW]: CI } });
    const from = await source();
    const first = await readSnapshot(from, target(repository));
    await forgetRequests();
    const again = await readSnapshot(from, target(repository, { headSha: first.head, headEtag: first.etag }));
    expect(await requestsMade()).toEqual([
      { method: "GET", path: `/repos/${repository.fullName}/git/ref/heads/main`, status: 304 },
    ]);
    expect(again).toEqual({ ...first, unchanged: true, fromCache: 1 });
  });

  it("asks only for files that changed", async () => {
    const repository = await makeRepository({ files: { [WORKFLOW]: CI, "package.json": "{}\n" } });
    const from = await source();
    const first = await readSnapshot(from, target(repository));
    await pushTo(repository.fullName, { "package.json": '{"name":"a"}\n' });
    const second = await readSnapshot(from, target(repository, { headSha: first.head, headEtag: first.etag }));
    expect(second.fromCache).toBe(1);
    expect(second.key).not.toBe(first.key);
    expect(second.snapshot.files.find(({ path }) => path === "package.json")?.text).toBe('{"name":"a"}\n');
  });

  it("gives the same key when only files changed that no rule reads", async () => {
    const repository = await makeRepository({ files: { [WORKFLOW]: CI, "notes/a.bin": "a" } });
    const from = await source();
    const first = await readSnapshot(from, target(repository));
    await pushTo(repository.fullName, { "notes/a.bin": "b" });
    const second = await readSnapshot(from, target(repository));
    expect(second.head).not.toBe(first.head);
    expect(second.key).toBe(first.key);
  });

  it("reads more than a hundred files in two batches", async () => {
    const names = Array.from({ length: 130 }, (_, index) => `.github/workflows/w${index}.yml`);
    const repository = await makeRepository({
      files: Object.fromEntries(names.map((path) => [path, `${CI}# ${path}\n`])),
    });
    const from = await source();
    await forgetRequests();
    const { snapshot } = await readSnapshot(from, target(repository));
    expect(snapshot.files).toHaveLength(130);
    expect((await requestsMade()).map(({ path }) => path).filter((path) => path === "/graphql")).toHaveLength(2);
  });

  it("keeps names with spaces and beyond ASCII, byte order marks and line ends", async () => {
    const text = "\ufeffon: push\r\njobs: {}\r\n";
    const repository = await makeRepository({ files: { ".github/workflows/bür o ü.yml": text } });
    const { snapshot } = await readSnapshot(await source(), target(repository));
    expect(snapshot.files).toMatchObject([{ path: ".github/workflows/bür o ü.yml", text }]);
  });

  it("leaves binary files, files that are not UTF-8 and symbolic links out and says so", async () => {
    const repository = await makeRepository({
      binaries: { ".github/workflows/a.yml": btoa("on: push\0\0"), ".github/workflows/b.yml": btoa("name: caf\xe9\n") },
      links: { ".github/workflows/c.yml": "/etc/passwd" },
    });
    const { snapshot } = await readSnapshot(await source(), target(repository));
    expect(snapshot.files).toEqual([]);
    expect(snapshot.notes).toMatchObject([
      { code: "binary_file", path: ".github/workflows/a.yml" },
      { code: "binary_file", path: ".github/workflows/b.yml" },
    ]);
  });

  it("does not read a file over 512 KB and says so", async () => {
    const repository = await makeRepository({ files: { [WORKFLOW]: `${CI}# ${"x".repeat(600_000)}\n` } });
    const { snapshot } = await readSnapshot(await source(), target(repository));
    expect(snapshot.files).toEqual([]);
    expect(snapshot.notes).toMatchObject([{ code: "file_too_large", path: WORKFLOW }]);
  });

  it.each([
    ["a repository without commits", {}, "main"],
    ["a default branch that is not there", { files: { a: "a" } }, "gone"],
  ])("is empty for %s", async (_case, content, defaultBranch) => {
    const repository = await makeRepository(content);
    const read = await readSnapshot(await source(), target(repository, { defaultBranch }));
    expect(read).toMatchObject({ head: null, snapshot: { commit: null, files: [], paths: [] } });
  });

  it("says that a repository is not there when it is gone", async () => {
    const missing = { ...(await makeRepository()), name: "not-there" };
    await expect(readSnapshot(await source(), target(missing))).rejects.toMatchObject({
      code: "not_found",
      problemCode: "github_not_found",
    });
  });

  it("reads the folders of rules by themselves when the tree is cut", async () => {
    const repository = await makeRepository({ files: { [WORKFLOW]: CI, "package.json": "{}\n", "src/a.ts": "a" } });
    await spoil(repository, { preset: "truncated-tree", match: { path: `/repos/${repository.fullName}/git/trees/*` } });
    const { snapshot } = await readSnapshot(await source(), target(repository));
    expect(snapshot.files.map(({ path }) => path)).toEqual([WORKFLOW, "package.json"]);
    expect(snapshot.notes).toMatchObject([{ code: "tree_truncated", path: null }]);
  });

  it("reads a repository of 100,000 files", async () => {
    const repository = await makeRepository({ files: { [WORKFLOW]: CI }, filler: 100_000 });
    const { snapshot } = await readSnapshot(await source(), target(repository));
    expect(snapshot.files.map(({ path }) => path)).toEqual([WORKFLOW]);
  }, 60_000);

  it("ends when it is aborted", async () => {
    const repository = await makeRepository({ files: { [WORKFLOW]: CI } });
    const reason = new Error("cancelled");
    const reading = readSnapshot(await source(), target(repository), { signal: AbortSignal.abort(reason) });
    await expect(reading).rejects.toBe(reason);
  });

  it("fails, and invents nothing, when GitHub leaves a listed file out", async () => {
    const repository = await makeRepository({ files: { [WORKFLOW]: CI } });
    const from = await source();
    const github = { ...from.github, blobs: async () => [] };
    await expect(readSnapshot({ ...from, github }, target(repository))).rejects.toMatchObject({
      code: "upstream_failed",
    });
  });
});
