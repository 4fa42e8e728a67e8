import { kindsOfJob } from "../../data/job-kinds.ts";
import { manifestLanguages } from "../../profile/manifest-languages.ts";
import { defineRule } from "../../rule.ts";

const PEERS = 5;
const MOST = 0.8;

export const fleetOutlier = defineRule({
  meta: {
    id: "fleet-outlier",
    category: "ci_cd",
    severity: "info",
    title: "Repository lacks what its peers have",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A kind of job (tests, lint, type check, build) that at least 80 % of the organization's repositories of the same language have and this one does not. Five peers at least.",
      why: "What nearly all peers do is the house's practice; the one that does not was forgotten more often than decided.",
      notReported:
        "Fewer than five peers. Kinds of jobs that fewer than 80 % have. Repositories without a pipeline, which `no-ci` reports. Fleets that are not known.",
      fix: "Add the job, best the one that the peers have.",
      example: { before: "jobs:\n  test: …\n", after: "jobs:\n  test: …\n  lint: …\n" },
    },
  },

  *check({ workflows, jobs, repository, lookups }) {
    const [first] = workflows;
    const fleet = first ? lookups.fleet() : "unknown";
    if (!first || fleet === "unknown") return;
    const own = new Set(jobs.flatMap(({ job }): string[] => [...kindsOfJob(job)]));
    const peers = fleet.members.filter(({ languages }) =>
      languages.some((language) => manifestLanguages(repository).includes(language)),
    );
    if (peers.length < PEERS) return;
    const kinds = new Set(peers.flatMap(({ jobKinds }) => jobKinds));
    const missing = [...kinds]
      .filter(
        (kind) =>
          !own.has(kind) && peers.filter(({ jobKinds }) => jobKinds.includes(kind)).length >= peers.length * MOST,
      )
      .sort();
    if (missing.length === 0) return;
    yield {
      message: `Nearly all of ${peers.length} repositories with the same stack have jobs for ${missing.join(", ")}; this one has none.`,
      path: first.path,
      at: { start: 0, end: 0 },
      anchor: `fleet.${missing.join(".")}`,
    };
  },
});
