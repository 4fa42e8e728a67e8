/** A small fleet: good, fair, poor, running, never analysed, private, archived and unreachable repositories. */
import type {
  FleetSummary,
  HealthPoint,
  Me,
  OfferedRepository,
  Repository,
  Scores,
} from "../../../web/src/api-types.ts";
import { ago, idOf } from "./ids.ts";

export const ME: Me = {
  user: { id: idOf("other", 1), login: "mona", name: "Mona Lisa", avatar_url: null },
  organization: { id: idOf("other", 2), name: "mona", role: "owner", delete_after: null },
  signed_in_at: ago(1),
  token_scopes: null,
  invitations: 0,
  github: { scopes: ["read:user", "user:email", "repo", "workflow"], missing_scopes: [], token_valid: true },
  demo: true,
};

const SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b";

/** Overall, security, CI/CD, performance, quality. */
function scores(...values: readonly [number, number, number, number, number | null]): Scores {
  const [overall, security, ciCd, performance, quality] = values;
  return { overall, security, ci_cd: ciCd, performance, quality };
}

type Seed = Partial<Repository> & { readonly full_name: string };

function repository(number: number, seed: Seed): Repository {
  const [owner = "", name = ""] = seed.full_name.split("/");
  return {
    id: idOf("repository", number),
    github_id: number,
    owner,
    name,
    description: null,
    private: false,
    archived: false,
    fork: false,
    default_branch: "main",
    language: "TypeScript",
    stars: 128,
    forks: 12,
    html_url: `https://github.com/${seed.full_name}`,
    state: "connected",
    health: null,
    previous_overall: null,
    open_findings: 0,
    last_analysis: null,
    active_job: null,
    last_pull_request: null,
    connected_at: ago(60 * 24 * 20),
    synced_at: ago(4),
    state_detail: null,
    in_sync_as_of: ago(4),
    ...seed,
  };
}

const analysed = (number: number, minutes: number) => ({
  last_analysis: { id: idOf("analysis", number), completed_at: ago(minutes), commit: SHA },
});

export const REPOSITORIES: readonly Repository[] = [
  repository(1, {
    full_name: "acme/storefront",
    description: "The shop that customers see: server-rendered pages, checkout and search.",
    stars: 1284,
    forks: 96,
    health: scores(58, 41, 63, 70, 82),
    previous_overall: 66,
    open_findings: 14,
    ...analysed(1, 12),
  }),
  repository(2, {
    full_name: "acme/payments-gateway",
    private: true,
    language: "Go",
    health: scores(74, 80, 61, 76, 88),
    previous_overall: 71,
    open_findings: 7,
    last_pull_request: { number: 218, url: "https://github.com/acme/payments-gateway/pull/218", state: "open" },
    ...analysed(2, 47),
  }),
  repository(3, {
    full_name: "acme/design-system",
    health: scores(94, 96, 92, 90, 100),
    previous_overall: 88,
    open_findings: 2,
    last_pull_request: { number: 31, url: "https://github.com/acme/design-system/pull/31", state: "merged" },
    ...analysed(3, 60 * 5),
  }),
  repository(4, {
    full_name: "acme/data-platform-ingestion-and-enrichment-service",
    language: "Python",
    active_job: { id: idOf("job", 4), analysis_id: idOf("analysis", 4), state: "processing", phase: "processing" },
    health: scores(81, 84, 78, 72, 95),
    open_findings: 5,
    ...analysed(4, 60 * 26),
  }),
  repository(5, { full_name: "acme/infrastructure", language: "HCL", connected_at: ago(3) }),
  repository(6, {
    full_name: "acme/legacy-reports",
    archived: true,
    state: "suspended",
    state_detail:
      "The organization acme has enabled OAuth App access restrictions. An owner can allow AutoDevOps on GitHub.",
    in_sync_as_of: ago(60 * 24 * 9),
    language: "Java",
    health: scores(37, 22, 40, 55, null),
    previous_overall: 37,
    open_findings: 23,
    ...analysed(6, 60 * 24 * 9),
  }),
];

export const SUMMARY: FleetSummary = {
  repositories: 6,
  analysed: 5,
  health: scores(69, 65, 67, 73, 91),
  open_findings: 51,
  analyses_total: 48,
  pull_requests_total: 9,
};

export const NO_SUMMARY: FleetSummary = {
  repositories: 0,
  analysed: 0,
  health: null,
  open_findings: 0,
  analyses_total: 0,
  pull_requests_total: 0,
};

const OVERALLS = [58, 66, 64, 52, 49, 55, 61];

export const HISTORY: readonly HealthPoint[] = OVERALLS.map((overall, index) => ({
  at: ago(12 + index * 60 * 31),
  analysis_id: idOf("analysis", index === 0 ? 1 : 100 + index),
  commit: SHA,
  rule_set_version: "2026.11.1",
  scores: scores(overall, overall - 17, overall + 5, overall + 12 - index, 82),
  open_findings: 14 + index,
}));

function offered(number: number, seed: Partial<OfferedRepository> & { full_name: string }): OfferedRepository {
  return {
    github_id: number,
    description: null,
    private: false,
    archived: false,
    fork: false,
    empty: false,
    language: "TypeScript",
    pushed_at: ago(number * 310),
    can_connect: true,
    connected_id: null,
    broken: false,
    ...seed,
  };
}

export const OFFERED: readonly OfferedRepository[] = [
  offered(1, { full_name: "acme/storefront", connected_id: idOf("repository", 1) }),
  offered(2, { full_name: "acme/mobile-app", description: "iOS and Android, one code base", language: "Kotlin" }),
  offered(3, { full_name: "acme/billing", private: true, language: "Go", description: "Invoices, taxes and dunning" }),
  offered(4, { full_name: "acme/website", language: "Astro", description: "acme.example, built on every push" }),
  offered(5, { full_name: "mona/dotfiles", language: "Shell" }),
  offered(6, { full_name: "acme/old-crm", archived: true, language: "PHP" }),
  offered(7, { full_name: "mona/linguist", fork: true, language: "Ruby" }),
  offered(8, { full_name: "acme/new-idea", empty: true, language: null, pushed_at: null }),
  offered(9, { full_name: "partner/shared-actions", can_connect: false, language: "JavaScript" }),
];
