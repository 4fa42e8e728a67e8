/** Secrets that stand in pipelines reach neither the provider nor our own stores of the AI, in any of five writings. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeSecret, numbersFrom, PUBLISHED } from "../../engine/redact/published-formats.ts";
import type { Report } from "../report.ts";
import type { Person, Product } from "./product.ts";

/** The product writes to the file meanwhile. */
const BUSY_MS = 10_000;
const REPOSITORIES = 5;
const WORKFLOWS = 5;
const SECRETS = 500;
const SEED = 20_261_121;
/** Shorter pieces could be found by chance. */
const LEAST_LENGTH = 8;
const MARK = "with-canaries";
const TABLES = ["ai_requests", "ai_cache", "ai_usage", "ai_retries", "ai_alerts", "job_logs", "analyses"];

type Canary = { readonly line: string; readonly secret: string };

function canaries(): Canary[] {
  const next = numbersFrom(SEED);
  return Array.from({ length: SECRETS }, (_, index) => {
    const { name, secret, around } = makeSecret(PUBLISHED[index % PUBLISHED.length] ?? "", next);
    const line = around === secret ? `export ${(name || "deploy_token").toUpperCase()}_${index}='${secret}'` : around;
    return { line, secret };
  });
}

/** A workflow whose script holds its share of the secrets, and the Dockerfile that it builds with the rest. */
function filesOf(number: number, share: readonly Canary[]): Record<string, string> {
  const half = Math.ceil(share.length / 2);
  const lines = share.slice(0, half).map(({ line }) => `          ${line}`);
  const workflow = [
    `name: ${MARK}-${number}`,
    "on: push",
    "jobs:",
    "  deploy:",
    "    runs-on: ubuntu-24.04",
    "    steps:",
    "      - uses: actions/checkout@v4",
    "      - run: |",
    ...lines,
    `      - run: docker build -f deploy-${number}.Dockerfile .`,
  ];
  const image = ["FROM alpine:3.22", ...share.slice(half).map(({ line }) => `RUN ${line}`), 'CMD ["/bin/deploy"]'];
  return {
    [`.github/workflows/deploy-${number}.yml`]: `${workflow.join("\n")}\n`,
    [`deploy-${number}.Dockerfile`]: `${image.join("\n")}\n`,
  };
}

function writingsOf(secret: string): [string, string][] {
  const bytes = Buffer.from(secret);
  const writings: [string, string][] = [
    ["raw", secret],
    ["base64", bytes.toString("base64").replace(/=+$/, "")],
    ["hex", bytes.toString("hex")],
    ["URL-encoded", encodeURIComponent(secret)],
    ["reversed", [...secret].reverse().join("")],
    ["escaped", JSON.stringify(secret).slice(1, -1)],
  ];
  return writings.filter(([, text]) => text.length >= LEAST_LENGTH);
}

function found(secrets: readonly Canary[], text: string): string[] {
  return secrets.flatMap(({ secret, line }) => {
    const writing = writingsOf(secret).find(([, writtenSo]) => text.includes(writtenSo));
    return writing ? [`${writing[0]} in: ${line.slice(0, 40)}`] : [];
  });
}

/** All rows of the tables that the AI and jobs write, as text. */
function storedText(product: Product): string {
  const folder = join(product.stack.dataDir, "worker");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".sqlite"));
  const texts: string[] = [];
  for (const file of files) {
    const database = new DatabaseSync(join(folder, file), { readOnly: true, timeout: BUSY_MS });
    const names = database.prepare("select name from sqlite_master where type = 'table'").all();
    for (const table of TABLES.filter((name) => names.some((row) => row.name === name)))
      texts.push(JSON.stringify(database.prepare(`select * from ${table}`).all()));
    database.close();
  }
  return texts.join("\n");
}

export async function proveCanaries(
  report: Report,
  { product, person }: { product: Product; person: Person },
): Promise<void> {
  const all = canaries();
  const share = SECRETS / REPOSITORIES / WORKFLOWS;
  await person.ask("PUT", "/api/ai/settings", { caps: { task: 200_000, user_day: 5_000_000 } });
  await product.script({ match: { data: MARK }, times: -1, answer: { json: { claims: [] } } });
  const names = Array.from({ length: REPOSITORIES }, (_, index) => `dev/canaries-${index}`);
  for (const [index, name] of names.entries()) {
    const numbers = Array.from({ length: WORKFLOWS }, (_, workflow) => index * WORKFLOWS + workflow);
    const files = numbers.map((number) => filesOf(number, all.slice(number * share, (number + 1) * share)));
    await product.repository(name, Object.assign({}, ...files));
  }
  const ids = await person.connect(...names);
  const analyses = await Promise.all(ids.map((id) => person.analysisOf(id)));

  const sent = (await product.callsWith(MARK)).map(
    ({ body, headers, query }) => JSON.stringify(headers) + query + body,
  );
  const done = analyses.filter(({ ai_status }) => ai_status === "done").length;
  const placeholders = sent.join("\n").match(/⟦REDACTED:[\w-]+:\d+⟧/g)?.length ?? 0;
  const isReal = done === REPOSITORIES && sent.length === REPOSITORIES * WORKFLOWS;
  report.claim(
    "files with secrets are asked about",
    isReal && placeholders > 0.9 * SECRETS,
    `${sent.length} requests, ${placeholders} placeholders`,
  );
  const leaked = found(all, sent.join("\n"));
  report.claim(
    `of ${SECRETS} secrets, those that reached the provider`,
    leaked.length === 0,
    `${leaked.length}; ${leaked.slice(0, 3).join("; ")}`,
  );
  const stored = storedText(product);
  const kept = found(all, stored);
  report.claim(
    "those in rows of the AI, jobs and their events",
    kept.length === 0 && stored.length > 1_000,
    `${kept.length} in ${stored.length} bytes`,
  );
  const logs = product.logged.join("\n");
  const logged = found(all, logs);
  report.claim(
    "those in the Worker's logs",
    logged.length === 0 && logs.includes("job_started"),
    `${logged.length} in ${logs.length} bytes`,
  );
}
