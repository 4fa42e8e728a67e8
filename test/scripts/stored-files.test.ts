import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { readStored } from "../support/stored-files.ts";

/** Makes files and removes them a moment later, until it is killed. */
const RESTLESS = `
  const { rmSync, writeFileSync } = require("node:fs");
  const rest = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  for (let index = 0; ; index += 1) {
    const files = [1, 2, 3].map((number) => process.argv[1] + "/" + number + ".log");
    for (const file of files) writeFileSync(file, String(index));
    rest(2);
    for (const file of files) rmSync(file);
    rest(8);
  }`;

it("what is kept is read whole, although files go meanwhile", async () => {
  const folder = mkdtempSync(join(tmpdir(), "autodevops-stored-"));
  const kept = join(folder, "kept");
  writeFileSync(kept, "here");
  // Reading these takes longer than the others live.
  for (let number = 0; number < 300; number += 1) writeFileSync(join(folder, `${number}.kept`), "here");
  const restless = spawn(process.execPath, ["-e", RESTLESS, folder], { stdio: "ignore" });
  try {
    while (!existsSync(join(folder, "1.log"))) await pause(5);
    for (let look = 0; look < 50; look += 1) expect(readStored(folder).get(kept)?.toString()).toBe("here");
  } finally {
    const ended = new Promise((resolve) => restless.once("close", resolve));
    restless.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
});
