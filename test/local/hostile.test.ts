import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LocalGithub, startLocalGithub } from "../support/local-github.ts";
import { createWorkTree, type WorkTree } from "../support/work-tree.ts";

let root: string;
let marker: string;
let program: string;
let github: LocalGithub | undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hostile-"));
  marker = join(root, "marker");
  program = join(root, "program");
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${marker}'\nexit 0\n`);
  chmodSync(program, 0o755);
});
afterEach(async () => {
  await github?.close();
  github = undefined;
  rmSync(root, { recursive: true, force: true });
});

function victim(): WorkTree {
  const tree = createWorkTree(join(root, "code", "victim"));
  tree.commit("First", { "a.txt": "one\n", ".gitattributes": "*.txt filter=evil diff=evil merge=evil\n" });
  tree.commit("Second", { "a.txt": "two\n" });
  return tree;
}

/** Every kind of read and write that the server offers, on the one repository it found. */
async function exercise(served: LocalGithub, sha: string): Promise<number[]> {
  const token = served.token();
  const send = (method: string, path: string, body?: unknown) =>
    fetch(`${served.url}/repos/dev/victim${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "user-agent": "test" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const content = Buffer.from("three\n").toString("base64");
  const answers = [
    await send("GET", ""),
    await send("GET", "/languages"),
    await send("GET", "/git/trees/main?recursive=1"),
    await send("GET", "/contents/a.txt"),
    await send("GET", "/commits?path=a.txt"),
    await send("GET", "/commits/main"),
    await send("GET", `/compare/${sha}...main`),
    await send("POST", "/git/refs", { ref: "refs/heads/new", sha }),
    await send("PATCH", "/git/refs/heads/new", {
      sha: served.context.repos.list()[0]?.view.refs.get("refs/heads/main"),
    }),
    await send("PUT", "/contents/b.txt", { message: "m", content, branch: "new" }),
    await send("GET", "/compare/main...new"),
    await send("DELETE", "/git/refs/heads/new"),
  ];
  return answers.map(({ status }) => status);
}

const ALL_DONE = [200, 200, 200, 200, 200, 200, 200, 201, 200, 201, 200, 204];

type Trap = {
  name: string;
  plant: (tree: WorkTree) => void;
  /** A plain git command that springs the trap, so that we know it is one. */
  provoke: string[];
};

function plantHook(dir: string, name: string): void {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, name), `#!/bin/sh\nexec '${program}' hook < /dev/null\n`);
  chmodSync(join(dir, name), 0o755);
}

function signedCommit(tree: WorkTree): void {
  const plain = tree.git("cat-file", "commit", "HEAD");
  const signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n";
  const input = plain.replace(/^(committer .*\n)/m, `$1${signature}`);
  const args = ["hash-object", "-t", "commit", "-w", "--stdin"];
  const sha = execFileSync("git", args, { cwd: tree.dir, input }).toString().trim();
  tree.git("update-ref", "refs/heads/main", sha);
}

const TRAPS: Trap[] = [
  {
    name: "a hook for every change of references",
    plant: (tree) => plantHook(join(tree.dir, ".git", "hooks"), "reference-transaction"),
    provoke: ["branch", "sprung"],
  },
  {
    name: "a folder of hooks named by the configuration",
    plant: (tree) => {
      plantHook(join(root, "hooks"), "reference-transaction");
      tree.git("config", "core.hooksPath", join(root, "hooks"));
    },
    provoke: ["branch", "sprung"],
  },
  {
    name: "a file system monitor",
    plant: (tree) => tree.git("config", "core.fsmonitor", program),
    provoke: ["status"],
  },
  {
    name: "a monitor in an included configuration",
    plant: (tree) => {
      writeFileSync(join(root, "more.config"), `[core]\n\tfsmonitor = ${program}\n`);
      tree.git("config", "include.path", join(root, "more.config"));
    },
    provoke: ["status"],
  },
  {
    name: "a smudge filter",
    plant: (tree) => {
      tree.git("config", "filter.evil.smudge", program);
      tree.git("config", "filter.evil.clean", program);
      tree.git("config", "filter.evil.required", "true");
    },
    provoke: ["cat-file", "--filters", "HEAD:a.txt"],
  },
  {
    name: "a text conversion",
    plant: (tree) => tree.git("config", "diff.evil.textconv", program),
    provoke: ["diff", "HEAD~1", "HEAD"],
  },
  {
    name: "an external diff",
    plant: (tree) => tree.git("config", "diff.external", program),
    provoke: ["diff", "HEAD~1", "HEAD"],
  },
  {
    name: "a diff driver with a command",
    plant: (tree) => tree.git("config", "diff.evil.command", program),
    provoke: ["diff", "HEAD~1", "HEAD"],
  },
  {
    name: "a command that lists references of alternates",
    plant: (tree) => {
      tree.git("config", "core.alternateRefsCommand", program);
      createWorkTree(join(root, "other")).commit("Other");
      writeFileSync(join(tree.dir, ".git/objects/info/alternates"), `${join(root, "other", ".git", "objects")}\n`);
    },
    provoke: ["rev-list", "--alternate-refs", "HEAD"],
  },
  {
    name: "a program that checks signatures",
    plant: (tree) => {
      tree.git("config", "log.showSignature", "true");
      tree.git("config", "gpg.program", program);
      signedCommit(tree);
    },
    provoke: ["log", "-1"],
  },
  {
    name: "a remote program in place of every address",
    plant: (tree) => {
      tree.git("config", "protocol.ext.allow", "always");
      tree.git("config", `url.ext::${program} .insteadOf`, "/");
    },
    provoke: ["ls-remote", "/anywhere"],
  },
  {
    name: "an ssh command in place of every address",
    plant: (tree) => {
      tree.git("config", "core.sshCommand", program);
      tree.git("config", "url.ssh://host/.insteadOf", "/");
    },
    provoke: ["ls-remote", "/anywhere"],
  },
];

function spring(tree: WorkTree, args: string[]): void {
  try {
    tree.git(...args);
  } catch {
    // The trap may well make git fail; whether it was sprung shows in the marker.
  }
}

describe("a hostile repository runs no program of its own", () => {
  it.each(TRAPS)("not with $name", async ({ plant, provoke }) => {
    const tree = victim();
    plant(tree);
    rmSync(marker, { force: true });
    github = await startLocalGithub({ reposDirs: [join(root, "code")] });
    const sha = tree.git("rev-list", "--max-parents=0", "main").trim();
    rmSync(marker, { force: true });
    const statuses = await exercise(github, sha);
    expect(existsSync(marker)).toBe(false);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    spring(tree, provoke);
    expect(existsSync(marker)).toBe(true);
  });

  it("and serves it in full all the same", async () => {
    const tree = victim();
    tree.git("config", "core.fsmonitor", program);
    github = await startLocalGithub({ reposDirs: [join(root, "code")] });
    const sha = tree.git("rev-list", "--max-parents=0", "main").trim();
    expect(await exercise(github, sha)).toEqual(ALL_DONE);
  });

  it("not with a remote that hands in missing objects: the repository is not served", async () => {
    const tree = victim();
    const config = { url: root, promisor: "true", uploadpack: program };
    for (const [key, value] of Object.entries(config)) tree.git("config", `remote.origin.${key}`, value);
    rmSync(marker, { force: true });
    github = await startLocalGithub({ reposDirs: [join(root, "code")] });
    expect(github.context.repos.list()).toEqual([]);
    expect(existsSync(marker)).toBe(false);
    spring(tree, ["cat-file", "-p", "d".repeat(40)]);
    expect(existsSync(marker)).toBe(true);
  });

  it("nor when such a remote is added later", async () => {
    const tree = victim();
    github = await startLocalGithub({ reposDirs: [join(root, "code")] });
    const sha = tree.git("rev-list", "--max-parents=0", "main").trim();
    writeFileSync(join(tree.dir, ".git/refs/heads/broken"), `${"d".repeat(40)}\n`);
    const config = { url: root, promisor: "true", uploadpack: program };
    for (const [key, value] of Object.entries(config)) tree.git("config", `remote.origin.${key}`, value);
    await exercise(github, sha);
    expect(existsSync(marker)).toBe(false);
  });
});

describe("a hostile request reaches no git option, path or program", () => {
  it.each([
    "--upload-pack=/bin/sh",
    "$(touch marker)",
    "`touch marker`",
    "a;touch marker",
    "../../etc/passwd",
    "main\nmain",
    "\u202emain",
    "refs/heads/$(id)",
    "x".repeat(3000),
  ])("not with the name %j", async (name) => {
    victim();
    github = await startLocalGithub({ reposDirs: [join(root, "code")] });
    const token = github.token();
    const encoded = encodeURIComponent(name);
    const paths = ["commits", "branches", "git/trees", "git/ref/heads", "contents", "compare/main..."];
    const statuses = await Promise.all(
      paths.map(
        async (path) => (await github?.request(`/repos/dev/victim/${path}/${encoded}`, { token }))?.status ?? 0,
      ),
    );
    expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true);
    expect(existsSync(join(root, "code", "victim", "marker"))).toBe(false);
  });

  it("refuses to answer under a foreign host name", async () => {
    github = await startLocalGithub({ reposDirs: [root] });
    const asked = request(github.url, { headers: { host: "evil.example" } }).end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(421);
  });
});
