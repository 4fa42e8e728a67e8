/** Every message and every webhook delivered twice leaves the same database as once. */
import type { Report } from "../report.ts";
import { differences, dumpOf } from "./dump.ts";
import { openPull, push } from "./load.ts";
import { World } from "./world.ts";

const PATIENCE_MS = 120_000;
const SHOWN = 300;
const TYPES = ["full", "security", "ci_cd"] as const;
const PLATFORMS = ["github", "gitlab", "circleci"] as const;

type Dumped = { readonly rows: number; readonly dump: Map<string, string[]> };

/** The same story each time, one thing after the other: connect, analyse, generate, push, open a pull request. */
async function story(copies: number): Promise<Dumped> {
  const world = await World.start({ seed: 7, people: 1, repositoriesEach: 2 });
  try {
    await world.settle(PATIENCE_MS);
    await world.restart({ rate: 0, copies });
    if (copies > 1) await world.github.control("faults", { match: {}, times: -1, action: { webhook: "duplicate" } });
    for (const { id, owner } of world.repositories) {
      for (const type of TYPES) {
        await owner.need("POST", "/api/analysis", { repository_id: id, type });
        await world.settle(PATIENCE_MS);
      }
      for (const platform of PLATFORMS) {
        await owner.need("POST", "/api/ci-cd/generate", { repository_id: id, platform });
        await world.settle(PATIENCE_MS);
      }
      await owner.need("POST", `/api/repositories/${id}/sync`);
      await world.settle(PATIENCE_MS);
    }
    for (const repository of world.repositories) await openPull(repository);
    await world.github.control("settle", {});
    await world.settle(PATIENCE_MS);
    for (const [index, repository] of world.repositories.entries()) {
      await push(world, repository, index + 1);
      await world.github.control("settle", {});
      await world.settle(PATIENCE_MS);
    }
    await world.kill();
    const dump = dumpOf(world.stateDir);
    return { rows: [...dump.values()].reduce((sum, lines) => sum + lines.length, 0), dump };
  } finally {
    await world.end();
  }
}

/** A ping that comes before the row of its webhook is refused, and GitHub is asked for it again a quarter of an hour later. */
function withoutPings(line: string): boolean {
  return !/ event=ping |"event":"ping"/.test(line);
}

export async function proveTwice(report: Report): Promise<void> {
  const once = await story(1);
  const twice = await story(2);
  const found = differences(once.dump, twice.dump).filter(withoutPings);
  report.claim(
    "every message and every webhook delivered twice: the database is the same",
    found.length === 0 && once.rows > 0,
    found.length === 0
      ? `${once.rows} rows in ${once.dump.size} tables, no difference`
      : `${found.length} rows differ\n      ${found
          .slice(0, 8)
          .map((line) => line.slice(0, SHOWN))
          .join("\n      ")}`,
  );
}
