/**
 * `node scripts/side-by-side.mjs a "b c" d e`: runs npm scripts beside each other, three at once, those of one argument in their
 * order, a script that begins with `prove:` in its short form. Prints what a script said when it is over. Fails when one of them does.
 */
import { spawn } from "node:child_process";

/** On two processors: many of the tests wait for timers, disks and each other. */
const AT_ONCE = 3;

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

/** Each takes the list that is next, until none is left. */
async function takeLists(lists, failures) {
  for (const list of lists) {
    const failure = await runInOrder(list);
    if (failure !== null) failures.push(failure);
  }
}

const lists = process.argv.slice(2).values();
const failures = [];
await Promise.all(Array.from({ length: AT_ONCE }, () => takeLists(lists, failures)));
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
