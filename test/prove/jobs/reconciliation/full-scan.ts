/** What is so on GitHub, read whole without any webhook, and where the product believes otherwise. */
import { snapshotKey } from "../../../../worker/adapters/github/snapshot.ts";
import { selectPaths, type TreeEntry } from "../../../../worker/engine/select.ts";
import type { World } from "../world.ts";
import type { Stage } from "./happenings.ts";

type GithubRepository = { full_name: string; archived: boolean; default_branch: string };
type Pull = { number: number; state: string; merged_at: string | null; head: { sha: string; ref: string } };
type Tree = { tree: (Omit<TreeEntry, "type"> & { mode: string; type: TreeEntry["type"] })[] };

const SYMLINK = "120000";

async function read<T>(world: World, stage: Stage, path: string): Promise<T | null> {
  const headers = { authorization: `Bearer ${stage.token}`, "user-agent": "full-scan" };
  const response = await fetch(`${world.github.url}${path}`, { headers });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
  return (await response.json()) as T;
}

async function keyOf(world: World, stage: Stage, { name, head }: { name: string; head: string }): Promise<string> {
  const tree = await read<Tree>(world, stage, `/repos/${name}/git/trees/${head}?recursive=1`);
  const selected = selectPaths((tree?.tree ?? []).filter(({ mode }) => mode !== SYMLINK));
  return snapshotKey({ ...selected, read: selected.read });
}

type Facts = Record<string, string | number | null>;

async function truthOf(world: World, stage: Stage): Promise<Facts> {
  const repository = await read<GithubRepository>(world, stage, `/repositories/${stage.githubId}`);
  if (!repository) return { state: "gone" };
  const { full_name: name, archived, default_branch: branch } = repository;
  const ref = await read<{ object: { sha: string } }>(world, stage, `/repos/${name}/git/ref/heads/${branch}`);
  const head = ref?.object.sha ?? null;
  const pulls = (await read<Pull[]>(world, stage, `/repos/${name}/pulls?state=all&per_page=100`)) ?? [];
  const checks = pulls.toSorted((a, b) => a.number - b.number).map(checkOf);
  return {
    state: "connected",
    name,
    archived: archived ? 1 : 0,
    head,
    files: head === null ? null : await keyOf(world, stage, { name, head }),
    pulls: checks.join(" "),
  };
}

/** The head of a closed one is not looked at any more. */
function checkOf({ number, state, merged_at: merged, head }: Pull): string {
  if (state === "open") return `${number}:open:${head.sha}`;
  return `${number}:${merged === null ? "closed" : "merged"}`;
}

const BELIEVED = `select r.id, r.state, r.full_name as name, r.is_archived as archived, r.head_sha as head,
  (select snapshot_key from analyses a where a.repository_id = r.id and a.completed_at is not null
     order by a.created_at desc limit 1) as files,
  (select group_concat(line, ' ') from (select number || ':' || state || case state when 'open' then ':' || head_sha else '' end as line
     from pull_checks p where p.repository_id = r.id order by number)) as pulls
  from repositories r`;

/** One that was closed before anybody looked at it needs no check: a scan would not look either. */
function wanted(pulls: Facts[string] | undefined, believed: Facts[string] | undefined): string {
  const known = new Set(listed(believed).map((line) => line.split(":")[0]));
  const isWanted = (line: string) => line.includes(":open:") || known.has(line.split(":")[0] ?? "");
  return listed(pulls).filter(isWanted).join(" ");
}

function listed(pulls: Facts[string] | undefined): string[] {
  return String(pulls ?? "")
    .split(" ")
    .filter((line) => line !== "");
}

/** A sentence for each fact that is not as on GitHub. */
export async function differences(world: World, stages: readonly Stage[]): Promise<string[]> {
  const rows = new Map((await world.rows(BELIEVED)).map((row) => [String(row.id), row]));
  const found = await Promise.all(
    stages.map(async (stage) => {
      const truth = await truthOf(world, stage);
      const believed = rows.get(stage.connected.id) ?? {};
      const expected = truth.pulls === undefined ? truth : { ...truth, pulls: wanted(truth.pulls, believed.pulls) };
      const wrong = Object.entries(expected).filter(([key, value]) => (believed[key] ?? "") !== (value ?? ""));
      return wrong.map(([key, value]) => `${stage.connected.fullName} ${key}: ${believed[key]} instead of ${value}`);
    }),
  );
  return found.flat();
}
