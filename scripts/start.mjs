/** `npm start`: the whole product on this machine, with no account anywhere. `npm start -- DIR…` serves the git repositories found there. */
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensureGit, ensureNode, ensurePortFree, ROOT, Unmet } from "./requirements.mjs";

const USAGE = `Usage: npm start -- [DIR…] [--port 8787] [--github-port 4010] [--data-dir DIR] [--verbose]

  DIR             folders with git repositories to serve instead of the samples
  --port          address of the app: http://localhost:PORT
  --github-port   address of the local GitHub
  --data-dir      where results and sign-ins are kept (default: .local/ in this folder)
  --verbose       show what every part prints

AI is off unless the shell has a key: GEMINI_API_KEY (GEMINI_PLAN=paid for a paid one), ANTHROPIC_API_KEY or
OPENAI_API_KEY. Redacted parts of pipeline files then go to that provider.`;

const AI_KEYS = ["GEMINI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY"];
const AI_VARIABLES = ["GEMINI_PLAN", "AI_MODELS", "GEMINI_BASE_URL", "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"];

/** Those of the variables that the shell has, by name. */
function fromShell(names) {
  const found = names.map((name) => [name, process.env[name]]).filter(([, value]) => value);
  return Object.fromEntries(found);
}

function portOf(text, name) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Unmet(`${name} takes a number from 1 to 65535, not "${text}".`);
  }
  return port;
}

function directoryOf(text) {
  const directory = resolve(text.replace(/^~(?=$|\/)/, homedir()));
  if (!existsSync(directory)) throw new Unmet(`There is no folder ${text}: name a folder that holds git repositories.`);
  if (!statSync(directory).isDirectory())
    throw new Unmet(`${text} is not a folder: name a folder that holds git repositories.`);
  return directory;
}

function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        port: { type: "string", default: process.env.PORT ?? "8787" },
        "github-port": { type: "string", default: "4010" },
        "data-dir": { type: "string" },
        verbose: { type: "boolean", default: false },
        control: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new Unmet(`${error.message.split("\n")[0]}\n${USAGE}`);
  }
  const { values, positionals } = parsed;
  const directories = positionals.map(directoryOf);
  return {
    help: values.help,
    directories,
    port: portOf(values.port, "--port"),
    githubPort: portOf(values["github-port"], "--github-port"),
    dataDir: resolve(values["data-dir"] ?? defaultDataDir(directories)),
    echo: values.verbose,
    control: values.control,
    variables: fromShell(AI_VARIABLES),
    secrets: fromShell(AI_KEYS),
  };
}

/** One data folder per set of served folders, so that samples and own repositories never mix. */
function defaultDataDir(directories) {
  if (directories.length === 0) return join(ROOT, ".local", "samples");
  const key = createHash("sha256").update(directories.join("\0")).digest("hex").slice(0, 12);
  return join(ROOT, ".local", `folders-${key}`);
}

function welcome(stack, { directories, secrets }) {
  const served =
    directories.length > 0
      ? `the git repositories in ${directories.join(", ")}`
      : `${stack.announced.repositories.length} sample repositories`;
  const keys = Object.keys(secrets);
  const leaving =
    keys.length === 0
      ? "Nothing leaves this machine."
      : `AI is on with ${keys.join(", ")}: redacted parts of pipeline files go to that provider.`;
  return [
    "",
    `  AutoDevOps is running:  ${stack.url}`,
    "",
    `  1. Open ${stack.url} and click "Sign in with GitHub".`,
    `  2. GitHub here is a local stand-in (${stack.githubUrl}) that serves ${served}.`,
    "  3. Pick a repository and click Connect: the first analysis starts by itself.",
    "",
    `  Press Ctrl-C to stop. ${leaving}`,
    "",
  ].join("\n");
}

async function main() {
  ensureNode();
  const options = readArguments();
  if (options.help) return console.log(USAGE);
  ensureGit();
  const { buildWeb, startStack, stopEverything } = await import("./stack.ts");
  await ensurePortFree(options.port, "--port");
  await ensurePortFree(options.githubPort, "--github-port");

  let stopping = false;
  const stopOnce = async (code) => {
    if (stopping) return;
    stopping = true;
    await stopEverything();
    process.exit(code);
  };
  process.on("SIGINT", () => void stopOnce(0));
  process.on("SIGTERM", () => void stopOnce(0));

  console.log("Building the web app and starting AutoDevOps…");
  let stack;
  try {
    await buildWeb({ echo: options.echo });
    stack = await startStack(options);
  } catch (error) {
    if (stopping) return;
    await stopEverything();
    throw error;
  }
  for (const notice of stack.notices) console.log(notice);
  if (stack.announced.repositories.length === 0) {
    await stopEverything();
    const served = options.directories.join(", ");
    throw new Unmet(
      `There is no git repository in ${served} that can be served: name a folder that holds one, at most three folders deep.`,
    );
  }
  console.log(welcome(stack, options));
  const ended = await stack.ended;
  if (stopping) return;
  console.error(`The ${ended.name} part ended by itself. Its last lines:\n${ended.tail.join("\n")}`);
  await stopOnce(1);
}

main().catch(async (error) => {
  console.error(error instanceof Unmet ? error.message : (error.stack ?? String(error)));
  process.exit(1);
});
