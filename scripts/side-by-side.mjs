/**
 * `node scripts/side-by-side.mjs "a b" "c d"`: runs lists of npm scripts beside each other, each list in its order, a script that
 * begins with `prove:` in its short form. Prints what a list said when it is over. Fails when one of them does.
 */
import { spawn } from "node:child_process";

function run(script) {
  const short = script.startsWith("prove:") ? ["--", "--short"] : [];
  const child = spawn("npm", ["run", "-s", script, ...short], { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  child.stdout.on("data", (chunk) => said.push(chunk));
  child.stderr.on("data", (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ script, code: code ?? 1, text: Buffer.concat(said).toString() }));
  });
}

async function runInOrder(list) {
  for (const script of list.split(" ")) {
    const { code, text } = await run(script);
    console.log(`\n${script}\n${text}`);
    if (code !== 0) return `${script} failed (${code}).`;
  }
  return null;
}

const failures = (await Promise.all(process.argv.slice(2).map(runInOrder))).filter((failure) => failure !== null);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
