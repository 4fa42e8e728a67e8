/** What an organization leaves behind: its export, its deletion in the middle of which the process is killed, and what is found afterwards. */
import { setTimeout as pause } from "node:timers/promises";
import type { SourceChange } from "../../support/workerd/bundle.ts";
import { SHORT_TIMES } from "../jobs/test-settings.ts";
import { World } from "../jobs/world.ts";
import type { Report } from "../report.ts";
import { dump, filesWith, found, type Party, partyOf, plant } from "./deletion/world.ts";

const PATIENCE_MS = 420_000;
const QUARTERLY = "*/15 * * * *";
const TOMBSTONES = "organization_tombstones";

const PURGE = "worker/services/privacy/purge-organizations.ts";
/** Seven days become a second, a quarter of an hour two, and a run is over after a few steps. */
const TIMES: readonly SourceChange[] = [
  ...SHORT_TIMES,
  {
    file: "worker/services/privacy/delete-organization.ts",
    from: "GRACE_MS = 7 * 24 * 60 * 60_000",
    to: "GRACE_MS = 1_000",
  },
  { file: PURGE, from: "MARGIN_MS = MINUTE_MS", to: "MARGIN_MS = 100" },
  { file: PURGE, from: "REST_MS = 14 * MINUTE_MS", to: "REST_MS = 2_000" },
  { file: PURGE, from: "steps: 600", to: "steps: 60" },
  { file: "worker/services/privacy/remove-rows.ts", from: "SLICE = 500", to: "SLICE = 20" },
];

type Scene = { readonly world: World; readonly gone: Party; readonly neighbour: Party };

/** What only the organization that is deleted has: its ids, what was planted, and its repositories. */
function needlesOf({ gone }: Scene): string[] {
  return [gone.orgId, gone.canary, `${gone.login}/part-`];
}

async function prepare(short: boolean, changes: readonly SourceChange[] = []): Promise<Scene> {
  const world = await World.start({ seed: 8, people: 2, repositoriesEach: 2, cron: false, times: TIMES, changes });
  const scene = { world, gone: await partyOf(world, 0), neighbour: await partyOf(world, 1) };
  await world.settle(PATIENCE_MS);
  await world.workerd.kill();
  plant(world.stateDir, scene.gone, short ? 30 : 120);
  plant(world.stateDir, scene.neighbour, 5);
  await world.restart();
  return scene;
}

type Line = { table?: string; row?: { id?: string }; end?: boolean; rows?: Record<string, number> };

async function proveExport(report: Report, { world, gone }: Scene): Promise<void> {
  const response = await world.people[0]?.file("/api/orgs/current/export", {});
  const text = (await response?.text()) ?? "";
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  const last = lines.at(-1);
  const isOwn = (row: string) => row.includes(`"org_id":"${gone.orgId}"`);
  const stored = [...dump(world.stateDir)].map(([name, rows]) => [name, rows.filter(isOwn).length] as const);
  const others = ["users", "sessions", "oauth_transactions", TOMBSTONES];
  const wrong = stored.filter(([name, rows]) => !others.includes(name) && rows > 0 && last?.rows?.[name] !== rows);
  const bodies = lines.filter(({ table }) => table !== undefined).map((line) => JSON.stringify(line));
  report.claim(
    "an export holds every row of the organization once",
    wrong.length === 0 && last?.end === true && new Set(bodies).size === bodies.length && bodies.length > 500,
    `${bodies.length} rows of ${Object.keys(last?.rows ?? {}).length} tables, ${wrong.length} tables differ ${wrong.join(" ")}`,
  );
  const [row] = await world.rows(`select sealed, kid from github_tokens where user_id = '${gone.userId}'`);
  const secrets = [
    String(row?.sealed),
    `${gone.canary}:api_tokens.hash`,
    `${gone.canary}:invitations.token_hash`,
    `${gone.canary}:ai_keys.sealed`,
  ];
  const leaked = secrets.filter((secret) => text.includes(secret));
  report.claim("and no secret", leaked.length === 0, `${leaked.length} of ${secrets.length} planted`);
}

/** Runs the clock until the organization is gone, and kills the process meanwhile at moments of its own. */
async function deleteAndKill({ world, gone }: Scene, kills: number): Promise<{ runs: number; killed: number }> {
  const [owner] = world.people;
  const [row] = await world.rows(`select name from organizations where id = '${gone.orgId}'`);
  await owner?.need("DELETE", "/api/orgs/current", { confirm: row?.name });
  const deadline = Date.now() + PATIENCE_MS;
  let [runs, killed] = [0, 0];
  while (Date.now() < deadline) {
    const [left] = await world.rows(`select count(*) as n from organizations where id = '${gone.orgId}'`);
    if (left?.n === 0) break;
    const run = world.workerd.cron(QUARTERLY).catch(() => undefined);
    runs += 1;
    if (runs > 3 && killed < kills) {
      await pause(20 + ((killed * 37) % 150));
      killed += 1;
      await world.restart();
    }
    await run;
    await pause(700);
  }
  return { runs, killed };
}

async function hooksOf({ world }: Scene, { login }: Party): Promise<number> {
  const token = await world.github.token({ login });
  const answers = [0, 1].map(async (part) => {
    const response = await fetch(`${world.github.url}/repos/${login}/part-${part}/hooks`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await response.json()) as unknown[]).length;
  });
  return (await Promise.all(answers)).reduce((sum, count) => sum + count, 0);
}

/** Rows of the neighbour that looking after it by the clock does not change. */
function ownRows(tables: Map<string, string[]>, { orgId }: Party): string[] {
  return [...tables].flatMap(([name, rows]) =>
    name === "repositories" ? [] : rows.filter((row) => row.includes(orgId)).map((row) => `${name} ${row}`),
  );
}

type Evidence = {
  readonly runs: number;
  readonly killed: number;
  readonly before: Map<string, string[]>;
  readonly after: Map<string, string[]>;
  /** Rows of the organization that are left, but for its tombstone. */
  readonly rows: readonly string[];
  /** Files of objects that held something of it before, and that still do. */
  readonly objects: { readonly before: number; readonly after: number };
};

async function evidenceOf(scene: Scene, kills: number): Promise<Evidence> {
  const { world } = scene;
  const needles = needlesOf(scene);
  const before = dump(world.stateDir);
  const filled = filesWith(world.stateDir, "do", needles).length;
  const { runs, killed } = await deleteAndKill(scene, kills);
  await world.workerd.kill();
  const after = dump(world.stateDir);
  const left = [...found(after, needles)].filter(([name]) => name !== TOMBSTONES);
  const objects = { before: filled, after: filesWith(world.stateDir, "do", needles).length };
  return { runs, killed, before, after, rows: left.map(([name, count]) => `${name} ${count}`), objects };
}

function claimNothingLeft(report: Report, { gone, world }: Scene, evidence: Evidence): void {
  const { runs, killed, before, after, rows, objects } = evidence;
  const sum = [...found(before, [gone.orgId]).values()].reduce((all, count) => all + count, 0);
  report.claim(
    `a deleted organization leaves no row: ${sum} before, in ${runs} runs of which ${killed} were killed`,
    rows.length === 0 && sum > 500 && killed > 0,
    rows.join(", ") || "0 rows",
  );
  report.claim(
    `and nothing in what objects store, byte for byte: ${objects.before} files before`,
    objects.after === 0 && objects.before > 0,
    `${objects.after} files`,
  );
  const [tombstone = ""] = (after.get(TOMBSTONES) ?? []).filter((row) => row.includes(gone.orgId));
  report.claim("its tombstone holds the end of its log", /"audit_hash":"[0-9a-f]{64}"/.test(tombstone), tombstone);
  const hasFree = filesWith(world.stateDir, "d1", [gone.canary]).length > 0;
  for (const line of world.logged.filter((text) => text.includes('"event":"purge_failed"')).slice(0, 5))
    console.log(`      ${line.slice(0, 300)}`);
  console.log(`      free pages of the database file ${hasFree ? "still hold" : "hold nothing of"} its bytes`);
}

/** Deletions that forget something: the same questions find it. */
const BUGS: Readonly<Record<string, SourceChange>> = {
  "objects of repositories are forgotten by nobody": {
    file: "worker/services/privacy/remove-rows.ts",
    from: "await Promise.all(ids.map((id) => ctx.objects.repoJobs(ctx.orgId, id).forget({ orgId: ctx.orgId })));",
    to: "",
  },
  "a table is left out": {
    file: "worker/db/tenant-tables.ts",
    from: 'new Set(["organization_tombstones",',
    to: 'new Set(["ai_usage", "organization_tombstones",',
  },
};

async function proveBug(report: Report, name: string, bug: SourceChange): Promise<void> {
  const scene = await prepare(true, [bug]);
  try {
    const { rows, objects } = await evidenceOf(scene, 0);
    const figure = `${rows.join(", ") || "0 rows"}, ${objects.after} files of objects`;
    report.claim(`planted bug: ${name}`, rows.length + objects.after > 0, figure);
  } finally {
    await scene.world.end();
  }
}

export async function proveDeletion(report: Report, short: boolean): Promise<void> {
  const scene = await prepare(short);
  const { world, gone, neighbour } = scene;
  try {
    await proveExport(report, scene);
    const hooks = await hooksOf(scene, gone);
    const evidence = await evidenceOf(scene, short ? 3 : 12);
    claimNothingLeft(report, scene, evidence);
    const [left, theirs] = [await hooksOf(scene, gone), await hooksOf(scene, neighbour)];
    const figure = `${hooks} before, ${left} after, ${theirs} of the neighbour`;
    const isRight = hooks === 2 && left === 0 && theirs === 2;
    report.claim("its webhooks are gone at GitHub, the neighbour's are there", isRight, figure);
    const kept = new Set(ownRows(evidence.after, neighbour));
    const lost = ownRows(evidence.before, neighbour).filter((row) => !kept.has(row));
    const isWhole = lost.length === 0 && kept.size > 100;
    report.claim("no row of the neighbour is lost or changed", isWhole, `${lost.length} of ${kept.size}`);
  } finally {
    await world.end();
  }
  if (!short) for (const [name, bug] of Object.entries(BUGS)) await proveBug(report, name, bug);
}
