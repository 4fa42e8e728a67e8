/** Deploys whose secrets are missing, weak or everybody's: they serve nothing but their liveness, and say which variable it is. */
import { join } from "node:path";
import { freePort } from "../../../../scripts/stack.ts";
import { Workerd } from "../../../support/workerd/workerd.ts";
import type { Report } from "../../report.ts";
import type { Ground } from "./ground.ts";

const key = (text: string) => Buffer.from(text).toString("base64");
const keys = (text: string) => JSON.stringify({ k1: key(text) });
const GOOD = "f3K9!xQ2#vL7@pZ4$wT8%bN6^mR1&hJ5";
const GOOD_KEYS = { ENCRYPTION_KEYS: keys(GOOD), ENCRYPTION_ACTIVE_KID: "k1" };
const SECRETS = {
  ...GOOD_KEYS,
  SESSION_SECRET: "a-good-session-secret-8f2c6d1b9e4a7053",
  GITHUB_CLIENT_ID: "client",
  GITHUB_CLIENT_SECRET: "a-good-client-secret-8f2c6d1b",
};
const PRODUCTION = {
  APP_ENV: "production",
  PUBLIC_URL: "https://autodevops.example.com",
  GITHUB_API_URL: "https://api.github.com",
  GITHUB_WEB_URL: "https://github.com",
  ...SECRETS,
};

type Boot = { readonly names: string; readonly variables: Readonly<Record<string, string>> };

const BOOTS: Readonly<Record<string, Boot>> = {
  "no key": { names: "ENCRYPTION_KEYS", variables: { ...PRODUCTION, ENCRYPTION_KEYS: "" } },
  "a key that is no JSON": { names: "ENCRYPTION_KEYS", variables: { ...PRODUCTION, ENCRYPTION_KEYS: key(GOOD) } },
  "a key of 31 bytes": { names: "ENCRYPTION_KEYS", variables: { ...PRODUCTION, ENCRYPTION_KEYS: keys(GOOD.slice(1)) } },
  "a key of zeros": { names: "ENCRYPTION_KEYS", variables: { ...PRODUCTION, ENCRYPTION_KEYS: keys("\0".repeat(32)) } },
  "the key of our tests": {
    names: "ENCRYPTION_KEYS",
    variables: { ...PRODUCTION, ENCRYPTION_KEYS: keys("test-only-encryption-key-32bytes") },
  },
  "an active key that is not there": {
    names: "ENCRYPTION_ACTIVE_KID",
    variables: { ...PRODUCTION, ENCRYPTION_ACTIVE_KID: "k2" },
  },
  "a session secret of one letter": {
    names: "SESSION_SECRET",
    variables: { ...PRODUCTION, SESSION_SECRET: "a".repeat(64) },
  },
  "the session secret of our tests": {
    names: "SESSION_SECRET",
    variables: { ...PRODUCTION, SESSION_SECRET: "test-only-session-secret-0123456789abcdef" },
  },
  "a GitHub without TLS": {
    names: "GITHUB_API_URL",
    variables: { ...PRODUCTION, GITHUB_API_URL: "http://api.github.com" },
  },
};

/** Nothing is wrong with it: what refuses the others is what differs from this. */
const FINE: Boot = { names: "", variables: PRODUCTION };

type Stage = { readonly workerd: Workerd; readonly lines: string[] };

async function statusesOf({ workerd }: Stage): Promise<{ statuses: Record<string, number>; texts: string }> {
  const statuses: Record<string, number> = {};
  let texts = "";
  for (const path of ["/ready", "/health", "/api/auth/me", "/api/jobs", "/api/auth/github"]) {
    // The address that its own configuration gives it.
    const response = await fetch(`${workerd.url}${path}`, { redirect: "manual" });
    statuses[path] = response.status;
    texts += await response.text();
  }
  return { statuses, texts };
}

/** What of its secrets came out, in any of the ways in which it could be written. */
function leaked({ variables }: Boot, said: string): string[] {
  const secrets = ["ENCRYPTION_KEYS", "SESSION_SECRET", "GITHUB_CLIENT_SECRET"].map((name) => variables[name] ?? "");
  return [...secrets, key(GOOD), GOOD].filter((secret) => secret.length > 8 && said.includes(secret));
}

async function boot(stage: Stage, one: Boot): Promise<string> {
  stage.lines.length = 0;
  await stage.workerd.start({ variables: one.variables });
  try {
    const { statuses, texts } = await statusesOf(stage);
    const lines = stage.lines.join("\n");
    if (leaked(one, `${texts}\n${lines}`).length > 0) return "it told a secret";
    const { "/health": health, ...others } = statuses;
    if (one === FINE) return Object.values(others).includes(503) ? `refused: ${JSON.stringify(statuses)}` : "";
    if (health !== 200) return `its liveness is ${health}`;
    if (!Object.values(others).every((status) => status === 503)) return `answered ${JSON.stringify(statuses)}`;
    return lines.includes('"event":"misconfigured"') && lines.includes(one.names) ? "" : `did not name ${one.names}`;
  } finally {
    await stage.workerd.kill();
  }
}

export async function proveBoots(report: Report, ground: Ground): Promise<void> {
  const { folder } = ground.world;
  const lines: string[] = [];
  const workerd = new Workerd({
    script: join(folder, "worker.mjs"),
    stateDir: join(folder, "boots"),
    port: await freePort(),
    variables: {},
    onLine: (line) => void lines.push(line),
  });
  const faults: string[] = [];
  for (const [what, one] of Object.entries({ "nothing wrong": FINE, ...BOOTS })) {
    const fault = await boot({ workerd, lines }, one);
    if (fault !== "") faults.push(`${what}: ${fault}`);
  }
  const all = Object.keys(BOOTS).length;
  report.claim(
    "a deploy with a bad secret serves nothing, names the variable and not its value",
    faults.length === 0,
    faults.join("; ") || `${all} of ${all} refused, one without a fault not`,
  );
}
