import type { DecidedTopic } from "./decided-topic.ts";

/** What rules decide about speed, form and upkeep. */
export const UPKEEP_TOPICS: readonly DecidedTopic[] = [
  {
    id: "caching",
    category: "performance",
    asks: "caches of dependencies and image layers, and their keys",
    decidedBy: [
      "circleci-cache-key",
      "docker-build-without-layer-cache",
      "gitlab-cache-without-key-files",
      "missing-dependency-cache",
      "release-cache-poisoning",
      "weak-cache-key",
    ],
    phrases:
      /\bcach(?:e|es|ed|ing)\b(?! (?:pages?|answers?|responses?|copy))|\bdependencies\b.{0,30}\b(?:downloaded|fetched|installed) (?:anew|again|from scratch|every)|\blayers?\b.{0,30}\b(?:rebuilt|from scratch|reused?)|\b(?:re-?downloads?|downloads?|fetch(?:es)?|installs?)\b.{0,30}\b(?:packages|dependencies|modules)\b.{0,30}\b(?:again|anew|(?:every|each) (?:run|time|job))\b|\b(?:every|each) run (?:re-?downloads?|downloads?|fetches|installs?)\b/,
    pairs: [
      [
        /\b(?:dependencies|packages|node_modules|modules)\b/,
        /\b(?:from scratch|anew|(?:re)?downloaded (?:again|on each|on every|in every|in each))\b/,
      ],
    ],
  },
  {
    id: "concurrency",
    category: "performance",
    asks: "cancelling superseded runs and keeping deploys from overlapping",
    decidedBy: ["deploy-without-concurrency", "gitlab-not-interruptible", "missing-concurrency"],
    phrases:
      /\bconcurrency\b|\bcancel-in-progress\b|\bconcurrent (?:runs?|deploy)|\bsuperseded\b|\binterruptible\b|\b(?:runs|deploys?|deployments|releases)\b.{0,30}\boverlap|\b(?:old|older|outdated|stale|previous) runs?\b.{0,30}\bcancel|\bresource_group\b|\btwo (?:runs|deploys|deployments)\b.{0,40}\b(?:same time|at once|parallel)|\b(?:newer|new|next|later) (?:push|commit|run)\b.{0,40}\b(?:stop|cancel|abort|replace)|\bin-flight runs?\b|\bruns? in progress\b/,
    pairs: [
      [/\b(?:stale|outdated|obsolete|older|previous) runs?\b/, /\b(?:new|newer|push|minutes|cancel\w*|keep\w*)\b/],
      [
        /\b(?:deploys?|deployments|runs?|push|commits?)\b/,
        /\b(?:side by side|leaves the first|still going|older run|earlier run|previous run)\b/,
      ],
      [
        /\b(?:deploys?|deployments|releases|workflow runs)\b/,
        /\b(?:simultaneous\w*|race|races|overlap\w*|concurren\w+)\b/,
      ],
    ],
  },
  {
    id: "job-structure",
    category: "performance",
    asks: "needless job order, matrices, sharding, repeated set-up and duration over time",
    decidedBy: [
      "always-failing-workflow",
      "circleci-no-test-splitting",
      "flaky-job",
      "gitlab-stage-serial",
      "invalid-job-needs",
      "invalid-matrix",
      "matrix-fail-fast",
      "missing-needs-output",
      "monolithic-job",
      "oversized-matrix",
      "repeated-setup",
      "serial-jobs",
      "slow-pipeline-regression",
      "test-sharding-missing",
    ],
    phrases:
      /\bfail-fast\b|\b(?:could|should)\b.{0,20}\bin parallel\b|\binstead of (?:in parallel|serially|sequentially|one after)|\b(?:run|runs|wait|waits)\b.{0,20}\b(?:serially|sequentially|one after (?:the other|another))|\bshard(?:s|ed|ing)?\b|\bsplit\w*\b.{0,20}\b(?:job|tests?|test suite)\b|\bmonolithic\b|\bunnecessar\w+ `?needs|\b(?:needs|waits?)\b.{0,30}\b(?:without (?:a |any )?reason|unnecessarily|needlessly)|\b(?:repeated|same|identical|duplicated?) set-?up\b|\bset-?up\b.{0,30}\b(?:repeated|duplicated|copied)|\bmatrix\b.{0,40}\b(?:too (?:large|many|big)|oversized|combinations)|\bflaky jobs?\b|(?:`needs:?`|needs list|\bneeds:).{0,40}\b(?:missing|lacks?|undeclared|does not (?:list|declare|name))|\b(?:whole|entire|other|remaining) (?:matrix|cells?|legs?|matrix jobs)\b.{0,30}\b(?:stop|cancel|abort)|\bneeds? nothing of\b|\bwaits for\b.{0,40}\b(?:although|for nothing|without need)\b|\btests\b.{0,20}\bsplit\b/,
    pairs: [[/\bmatrix\b/, /\b(?:cancel\w*|siblings?|abort\w*|stops|first failure)\b/]],
  },
  {
    id: "validity",
    category: "quality",
    asks: "syntax, keys, values, ids, shells and workflow commands that the platform refuses or deprecates",
    decidedBy: [
      "deprecated-workflow-command",
      "discouraged-feature",
      "invalid-env-name",
      "invalid-id",
      "invalid-reusable-workflow-call",
      "invalid-shell",
      "invalid-workflow-input",
      "windows-shell-assumption",
      "workflow-duplicate-key",
      "workflow-invalid-value",
      "workflow-missing-key",
      "workflow-unknown-key",
      "yaml-anchor-misuse",
      "yaml-syntax-error",
    ],
    phrases:
      /\b(?:unknown|duplicate|duplicated|unexpected|misspelt|misspelled|unsupported) keys?\b|\b(?:invalid|malformed) (?:yaml|syntax|value|key|id|identifier|shell|workflow|input)|\byaml (?:syntax|anchor|error|alias)|\bmerge keys?\b|\bsyntax error\b|\bset-output\b|\bsave-state\b|::(?:set-env|add-path)|\bpowershell\b|\bshell\b.{0,20}\bthe runner\b|\bworkflow commands?\b/,
    pairs: [
      [
        /\b(?:keys?|yaml|workflow commands?|output)\b/,
        /\b(?:misspel\w+|deprecated command|unknown to github|invalid)\b/,
      ],
    ],
  },
  {
    id: "artifacts",
    category: "performance",
    asks: "how long artifacts are kept",
    decidedBy: ["artifact-retention", "gitlab-artifacts-never-expire"],
    phrases:
      /\bretention(?:-days)?\b|\bexpire_in\b|\b(?:artifacts?|reports?)\b.{0,40}\b(?:expires?|90 days|kept (?:for|only)|for ever|forever)|\b90 days\b/,
    pairs: [
      [/\b(?:reports?|artifacts?)\b/, /\b(?:thrown away|lost|missing)\b.{0,25}\bfail/],
      [/\bartifacts?\b/, /\b(?:retention|retained|expir\w+|storage|days)\b/],
    ],
  },
  {
    id: "housekeeping",
    category: "quality",
    asks: "workflow names, debug logging, suppressed findings and differences to other repositories",
    decidedBy: [
      "debug-logging-enabled",
      "duplicated-workflow",
      "fleet-drift",
      "fleet-outlier",
      "fleet-version-skew",
      "missing-workflow-name",
      "unexplained-suppression",
    ],
    phrases:
      /\bworkflow (?:has no|lacks a|without a|is missing a) name\b|\bdebug logging\b|\bactions_(?:step|runner)_debug\b|\bci_debug_trace\b|\bother repositories\b|\bfleet\b/,
  },
];
