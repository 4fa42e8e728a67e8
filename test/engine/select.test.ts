import { describe, expect, it } from "vitest";
import { selectPaths, type TreeEntry } from "../../worker/engine/select.ts";

const blob = (path: string, size = 100): TreeEntry => ({ path, sha: "a".repeat(40), size, type: "blob" });
const readOf = (entries: TreeEntry[]) => selectPaths(entries).read.map(({ path }) => path);

describe("selectPaths reads", () => {
  it.each([
    ".github/workflows/ci.yml",
    ".github/workflows/release.yaml",
    ".github/actions/setup/action.yml",
    "action.yaml",
    ".gitlab-ci.yml",
    ".gitlab/ci/test.yml",
    ".gitlab-ci/deep/test.yaml",
    "gitlab-ci/test.yml",
    "ci/build.yml",
    "templates/build.yml",
    "templates/build/template.yml",
    "services/api/.gitlab-ci.yml",
    "services/api/api.gitlab-ci.yml",
    "deploy/gitlab-ci.deploy.yml",
    ".circleci/config.yml",
    ".github/dependabot.yml",
    ".github/renovate.json5",
    "Dockerfile",
    "deploy/api.Dockerfile",
    "packages/web/package.json",
    "requirements-dev.txt",
    ".nvmrc",
    "src/App/App.csproj",
    "src/main.ts",
    "api/pnpm-lock.yaml",
    "requirements/dev.txt",
    "app.gemspec",
    "ci/run.sh",
    "deploy.sh",
    "scripts/release/tag.sh",
    ".github/scripts/check.py",
  ])("%s", (path) => {
    expect(readOf([blob(path)])).toEqual([path]);
  });
});

describe("selectPaths leaves out", () => {
  it.each([
    ".github/workflows/nested/ci.yml",
    "node_modules/a/package.json",
    "chart/templates/service.yaml",
    "templates/deep/other.yml",
    "src/ci/x.yml",
    "src/run.sh",
    "scripts/a/b/c/deep.sh",
    "scripts/release.py",
    "vendor/scripts/x.sh",
    "lib/node_modules/a/action.yml",
    "vendor/x/go.mod",
    "test/fixtures/action.yml",
    "src/component.ts",
    "go.sum",
    "a/b/c/package-lock.json",
    ".git/config",
  ])("the text of %s", (path) => {
    expect(readOf([blob(path)])).toEqual([]);
  });

  it("folders and submodules", () => {
    const entries: TreeEntry[] = [
      { path: "Dockerfile", sha: "b".repeat(40), type: "tree" },
      { path: "package.json", sha: "c".repeat(40), size: null, type: "commit" },
    ];
    expect(selectPaths(entries)).toEqual({ read: [], paths: [], notes: [] });
  });

  it("a file over 512 KB, and says so", () => {
    const { read, paths, notes } = selectPaths([blob("package.json", 512 * 1024 + 1)]);
    expect(read).toEqual([]);
    expect(paths).toEqual(["package.json"]);
    expect(notes).toEqual([
      expect.objectContaining({
        code: "file_too_large",
        path: "package.json",
        detail: expect.stringContaining("513 KB"),
      }),
    ]);
  });
});

describe("selectPaths under its caps", () => {
  it("says nothing of a large lockfile, which no check misses", () => {
    expect(selectPaths([blob("package-lock.json", 600 * 1024)])).toMatchObject({ read: [], notes: [] });
  });

  it("reads manifests before what else tells the stack", () => {
    const many = Array.from({ length: 400 }, (_, index) => blob(`packages/p${index}/package.json`));
    const { read } = selectPaths([...many, blob("main.py")]);
    expect(read.some(({ path }) => path === "main.py")).toBe(false);
  });

  it("keeps 400 files, workflows and files near the root first", () => {
    const many = Array.from({ length: 450 }, (_, index) => blob(`packages/p${index}/package.json`));
    const { read, notes } = selectPaths([...many, blob("package.json"), blob(".github/workflows/z.yml")]);
    expect(read).toHaveLength(400);
    expect(read.map(({ path }) => path)).toEqual(expect.arrayContaining(["package.json", ".github/workflows/z.yml"]));
    expect(notes).toEqual([
      expect.objectContaining({ code: "too_many_files", detail: expect.stringContaining("52 more") }),
    ]);
  });

  it("keeps 8 MB", () => {
    const large = Array.from({ length: 20 }, (_, index) => blob(`p${index}/package.json`, 500 * 1024));
    const { read, notes } = selectPaths(large);
    expect(read).toHaveLength(16);
    expect(notes).toEqual([expect.objectContaining({ code: "snapshot_too_large" })]);
  });

  it("keeps every name of a normal repository, sorted, and names that rules ask about of a huge one", () => {
    expect(selectPaths([blob("b.ts"), blob("a/x.go")]).paths).toEqual(["a/x.go", "b.ts"]);
    const huge = Array.from({ length: 40_000 }, (_, index) => blob(`deep/folder/of/source/file-${index}.ts`));
    const { paths, notes } = selectPaths([...huge, blob("yarn.lock"), blob("app/go.sum")]);
    expect(paths).toEqual(["app/go.sum", "yarn.lock"]);
    expect(notes).toEqual([expect.objectContaining({ code: "tree_truncated", path: null })]);
  });
});
