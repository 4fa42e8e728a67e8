import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { main } from "../../local/cli/main.ts";
import { NOW } from "../support/engine.ts";

/** A temporary folder for a test file, gone after it; answers a function that writes folders of files into it. */
export function temporaryFolders(): (name: string, files: Record<string, string | Uint8Array>) => Promise<string> {
  let root = "";
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "autodevops-cli-"));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  return async (name, files) => {
    await mkdir(join(root, name), { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(root, name, dirname(path)), { recursive: true });
      await writeFile(join(root, name, path), content);
    }
    return join(root, name);
  };
}

/** Runs the command in this process, without colours, on the day of the tables. */
export async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const printed = { out: "", error: "" };
  const code = await main(args, {
    version: "1.2.3",
    withColours: false,
    now: NOW,
    out: (text) => {
      printed.out += text;
    },
    error: (text) => {
      printed.error += text;
    },
  });
  return { code, ...printed };
}
