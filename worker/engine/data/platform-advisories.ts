/** Published vulnerabilities in the CI of platforms that teams run themselves. Ranges as the CVE records give them. */

export interface PlatformAdvisory {
  readonly id: string;
  readonly platform: "gitlab" | "ghes";
  /** What an attacker can do, to follow "which lets". */
  readonly effect: string;
  /** From the first version (included) to the repaired one (excluded). */
  readonly ranges: readonly (readonly [from: string, before: string])[];
  readonly source: string;
  readonly seen: string;
}

const SEEN = "2026-11-21";
const record = (year: string, folder: string, id: string) =>
  `https://github.com/CVEProject/cvelistV5/blob/main/cves/${year}/${folder}/${id}.json`;

export const PLATFORM_ADVISORIES: readonly PlatformAdvisory[] = [
  {
    id: "CVE-2026-92470",
    platform: "gitlab",
    effect: "a user read CI variables out of debug logs",
    ranges: [
      ["18.7", "19.2.7"],
      ["19.3", "19.3.3"],
      ["19.4", "19.4.1"],
    ],
    source: record("2026", "92xxx", "CVE-2026-92470"),
    seen: SEEN,
  },
  {
    id: "CVE-2025-14103",
    platform: "gitlab",
    effect: "developers set variables of manual jobs without the right to",
    ranges: [
      ["17.7", "18.7.5"],
      ["18.8", "18.8.5"],
      ["18.9", "18.9.1"],
    ],
    source: "https://osv.dev/vulnerability/BIT-gitlab-2025-14103",
    seen: SEEN,
  },
  {
    id: "CVE-2024-9164",
    platform: "gitlab",
    effect: "an attacker run pipelines on any branch",
    ranges: [
      ["12.5", "17.2.9"],
      ["17.3", "17.3.5"],
      ["17.4", "17.4.2"],
    ],
    source: record("2024", "9xxx", "CVE-2024-9164"),
    seen: SEEN,
  },
  {
    id: "CVE-2024-7102",
    platform: "gitlab",
    effect: "an attacker start pipelines as another user",
    ranges: [["16.4", "17.5.0"]],
    source: record("2024", "7xxx", "CVE-2024-7102"),
    seen: SEEN,
  },
  {
    id: "CVE-2024-6678",
    platform: "gitlab",
    effect: "an attacker start pipelines as any user",
    ranges: [
      ["8.14", "17.1.7"],
      ["17.2", "17.2.5"],
      ["17.3", "17.3.2"],
    ],
    source: record("2024", "6xxx", "CVE-2024-6678"),
    seen: SEEN,
  },
  {
    id: "CVE-2024-6385",
    platform: "gitlab",
    effect: "an attacker start pipelines as another user",
    ranges: [
      ["15.8", "16.11.6"],
      ["17.0", "17.0.4"],
      ["17.1", "17.1.2"],
    ],
    source: record("2024", "6xxx", "CVE-2024-6385"),
    seen: SEEN,
  },
  {
    id: "CVE-2024-5655",
    platform: "gitlab",
    effect: "an attacker start pipelines as another user",
    ranges: [
      ["15.8", "16.11.5"],
      ["17.0", "17.0.3"],
      ["17.1", "17.1.1"],
    ],
    source: record("2024", "5xxx", "CVE-2024-5655"),
    seen: SEEN,
  },
  {
    id: "CVE-2023-5061",
    platform: "gitlab",
    effect: "developers override predefined CI variables",
    ranges: [
      ["9.3", "16.4.4"],
      ["16.5", "16.5.4"],
      ["16.6", "16.6.2"],
    ],
    source: record("2023", "5xxx", "CVE-2023-5061"),
    seen: SEEN,
  },
  {
    id: "CVE-2022-0735",
    platform: "gitlab",
    effect: "anybody steal registration tokens of runners",
    ranges: [
      ["12.10", "14.6.5"],
      ["14.7", "14.7.4"],
      ["14.8", "14.8.2"],
    ],
    source: record("2022", "0xxx", "CVE-2022-0735"),
    seen: SEEN,
  },
  {
    id: "CVE-2022-46258",
    platform: "ghes",
    effect: "a token without the workflow scope change workflow files",
    ranges: [
      ["3.0", "3.3.16"],
      ["3.4", "3.4.11"],
      ["3.5", "3.5.8"],
      ["3.6", "3.6.4"],
    ],
    source: "https://github.com/advisories/GHSA-7x7g-xq59-cqgh",
    seen: SEEN,
  },
  {
    id: "CVE-2021-22869",
    platform: "ghes",
    effect: "a job run in a group of runners that it has no access to",
    ranges: [
      ["3.0", "3.0.16"],
      ["3.1", "3.1.8"],
    ],
    source: record("2021", "22xxx", "CVE-2021-22869"),
    seen: SEEN,
  },
];
