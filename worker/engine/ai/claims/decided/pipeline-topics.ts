import type { DecidedTopic } from "./decided-topic.ts";

/** What rules decide about whether a pipeline runs, checks and delivers. */
export const PIPELINE_TOPICS: readonly DecidedTopic[] = [
  {
    id: "time-limits",
    category: "ci_cd",
    asks: "time limits and retries of jobs",
    decidedBy: ["circleci-missing-no-output-timeout", "gitlab-missing-timeout-retry", "missing-job-timeout"],
    phrases:
      /\btimeout-minutes\b|\bno_output_timeout\b|\b(?:jobs?|steps?|workflow)\b.{0,40}\b(?:no|without|lacks?|missing|default|sets?|needs?)\b.{0,20}\btime-? ?(?:out|limit)|\b(?:no|without|missing|lacks?|add|sets?|default)\b.{0,12}\b(?:job|step|workflow) time-? ?(?:out|limit)|\b(?:six|6) hours\b|\b360[- ]minutes?\b|\b(?:job|runner|run)s?\b.{0,30}\b(?:hang|hung|stuck|block)\b.{0,30}\b(?:forever|hours|indefinitely)|\bjobs?\b.{0,20}\b(?:unbounded|unlimited|without (?:a |any )?(?:limit|bound))|\b(?:no|without a?|any) ?maximum (?:run ?time|duration)|\bnothing stops\b.{0,20}\b(?:job|run|step)|\b(?:hang|hung|hangs|hanging|stuck)\b.{0,60}\b(?:runner|limit|hours|forever)\b|\btime-?out is (?:already )?set\b|\btime-?out\b.{0,20}\b(?:for|of) (?:this|the|each|every) (?:job|step|workflow)/,
    pairs: [
      [/\b(?:jobs?|steps?|runs?|workflows?)\b/, /\bdeadline\b/],
      [
        /\b(?:jobs?|workflows?|steps?|runners?|runs?|machines?|pipelines?)\b/,
        /\b(?:upper bound|time ?limits?|unbounded|(?:six|6)-hours?|max(?:imum)? (?:duration|run ?time))\b/,
      ],
      [
        /\b(?:no|lacks?|without|unlimited|missing)\b/,
        /\b(?:job|workflow|step)s?'? (?:duration|time-?out|time limit)\b/,
      ],
    ],
  },
  {
    id: "runners",
    category: "ci_cd",
    asks: "runner images, labels, sizes, self-hosted runners and their hardening",
    decidedBy: [
      "circleci-deprecated-image",
      "circleci-oversized-resource-class",
      "conflicting-runner-labels",
      "expensive-runner",
      "floating-runner-image",
      "missing-runtime-hardening",
      "retired-runner-image",
      "runner-label-policy",
      "self-hosted-runner",
      "unknown-runner-label",
    ],
    phrases:
      /\bubuntu-latest\b|\brunners?\b.{0,20}\bdoes not exist|\b(?:macos|windows)-latest\b|\brunner(?:'s)? (?:images?|labels?|versions?|os)\b|\bself-hosted\b|\bharden-runner\b|\begress (?:policy|polic|monitor|filter)|\bresource[_ ]class\b|\b(?:expensive|dear|costly|costlier|larger?|cheaper|retired|deprecated|outdated|unknown|macos|windows) runners?\b|\brunners?\b.{0,30}\b(?:deprecated|retired|removed|expensive|costs?)\b|\b(?:ubuntu|macos|windows)[ -](?:server )?\d[\d.]*\b.{0,40}\b(?:removed|retired|deprecated|gone|no longer|outdated)\b/,
    pairs: [
      [/\b(?:macos|windows) (?:job|runner)s?\b/, /\b(?:price|linux|cost\w*|minutes)\b/],
      [
        /\b(?:ubuntu[\w.-]*|macos[\w.-]*|windows[\w.-]*|runners?)\b/,
        /\b(?:deprecated|retired|obsolete|outdated|expensive|costly|cheaper|self-hosted|latest)\b/,
      ],
    ],
  },
  {
    id: "actions",
    category: "ci_cd",
    asks: "the state, inputs, origin and version of actions and of the platform",
    decidedBy: [
      "action-policy-violation",
      "archived-action",
      "deprecated-action-input",
      "invalid-action-inputs",
      "invalid-action-metadata",
      "invalid-action-reference",
      "outdated-action-runtime",
      "retired-action-version",
      "self-repository-syntax",
      "superfluous-action",
      "typosquat-action",
      "unverified-action-creator",
      "vulnerable-action",
      "vulnerable-ci-platform",
    ],
    phrases:
      /\b(?:deprecated|outdated|archived|vulnerable|unmaintained|old|older|obsolete|abandoned|unverified|untrusted|third-party|malicious|typosquat\w*|superfluous) (?:versions? of )?(?:the )?(?:\S{1,40} )?actions?\b|\bactions?\b.{0,40}\b(?:deprecated|outdated|archived|vulnerable|unmaintained|obsolete|unverified|retired|switched off|superfluous|typosquat\w*|does not exist)|\bnode ?(?:\.js )?(?:12|16|20) (?:action|runtime)|\bcve-\d|\bghsa-|\bknown vulnerabilit|\binputs?\b.{0,40}\b(?:not accepted|does not exist|is unknown|unknown to|is not (?:an input|declared)|deprecated)|\bupgrad\w+ (?:to )?(?:the )?`?[\w-]+\/[\w-]+|\bactions?\b.{0,30}\b(?:no longer|not) maintained\b|\bactions?\b.{0,20}\bnode ?(?:\.js )?\d\d\b|\bruns on node ?(?:\.js )?(?:12|16)\b/,
    pairs: [[/\bactions?\b/, /\b(?:security hole|vulnerab\w+|known (?:flaw|hole|issue)|cve)\b/]],
  },
  {
    id: "runtime-versions",
    category: "ci_cd",
    asks: "runtime versions that are past support, unwritten or not the project's own",
    decidedBy: ["eol-runtime-version", "floating-runtime-version", "runtime-version-mismatch"],
    phrases:
      /\bend[- ]of[- ](?:life|support)\b|\beol\b|\b(?:no longer|not) (?:supported|maintained)\b.{0,40}\b(?:version|release|node|python|java|ruby|php|go)\b|\b(?:node|node\.js|python|java|ruby|php|go|runtime) (?:version )?.{0,30}\b(?:no longer|unsupported|out of support)|\.nvmrc|\.node-version|\.python-version|\.ruby-version|\.tool-versions|\bversion mismatch\b|\bfloating runtime|\b(?:node(?:\.js)?|python|java|jdk|ruby|php|go|\.net) v?\d[\d.]*\b.{0,30}\b(?:outdated|old|unsupported|deprecated|no longer|reached|past|obsolete)\b/,
    pairs: [
      [
        /\b(?:node(?:\.js)?|python|java|jdk|ruby|php|go) v?\d[\d.]*\b/,
        /\b(?:should be updated|update|upgrade|newer version|too old)\b/,
      ],
      [
        /\b(?:node(?:\.js)?|python|java|jdk|ruby|php|golang|\.net|runtime|language version)\b/,
        /\b(?:obsolete|unsupported|outdated|deprecated|out of support|end of|eol)\b/,
      ],
    ],
  },
  {
    id: "installs",
    category: "ci_cd",
    asks: "lockfiles, how packages are installed, and code that is fetched and run",
    decidedBy: [
      "adhoc-package-install",
      "insecure-url-scheme",
      "missing-lockfile",
      "package-manager-mismatch",
      "unlocked-dependency-install",
      "unverified-script-exec",
    ],
    phrases:
      /\block ?-?files?\b|\bnpm ci\b|\bpackage-lock\b|\byarn\.lock\b|\bfrozen-lockfile\b|\bimmutable installs?\b|\breproducible installs?\b|\b(?:wrong|another|different|other) package manager\b|\b(?:curl|wget)\b.{0,80}\b(?:bash|sh|shell)\b|\bpip(?:e|ed|es|ing)\b.{0,40}\b(?:bash|sh|shell)\b|\b(?:no|without|missing|never|not)\b.{0,30}\bchecksums?\b|\bunverified (?:script|download|code)|\b(?:script|code|binary)\b.{0,30}\bfrom the (?:internet|network|web)\b|\bunencrypted (?:connection|http)|\bhttp instead of https\b/,
    pairs: [
      [/\b(?:curl|wget|installer)\b/, /\b(?:run|executed|started) (?:directly|straight|at once|as root|unseen)\b/],
      [
        /\b(?:scripts?|installers?|binary|executable)\b/,
        /\b(?:remote|internet|unverified|without (?:checking|verif\w+)|its hash)\b/,
      ],
      [/\b(?:install\w*|dependencies|packages)\b/, /\b(?:unlocked|(?:un|non-?)?reproducible|frozen|lock)\b/],
    ],
  },
  {
    id: "masked-failures",
    category: "ci_cd",
    asks: "`|| true`, `continue-on-error`, `allow_failure` and pipes that hide a failing check",
    decidedBy: ["artifact-on-failure", "gitlab-allow-failure-tests", "masked-failure", "pipe-failure-ignored"],
    phrases:
      /\|\| ?(?:true|:|exit 0)|\bcontinue-on-error\b|\ballow_failure\b|\bpipefail\b|\bset \+e\b|\b(?:fail(?:ure|ing|s|ed)?|errors?|exit (?:code|status)s?)\b.{0,40}\b(?:lost in (?:a|the) pipe|masked)|\b(?:mask|masks|masking)\b.{0,30}\b(?:fail|error)|\b(?:failing|failed|failures? of (?:the|this|a)|errors? (?:of|in|from) (?:the|this|a)) (?:step|job|check|linter|lint|tests?|build|type check)\b.{0,30}\b(?:ignored|swallowed|suppressed|hidden|do(?:es)? not fail|doesn't fail|don't fail)\b/,
    pairs: [
      [
        /\b(?:lint\w*|tests?|type|check|build) (?:errors?|failures?)\b/,
        /\b(?:swallowed|ignored|hidden|discarded|suppressed)\b/,
      ],
      [
        /\b(?:test reports?|screenshots)\b/,
        /\bonly\b.{0,30}\b(?:on|when|after|if)\b.{0,20}\b(?:success\w*|succeed\w*|pass\w*)\b/,
      ],
      [
        /\b(?:failing|failed|failure of)\b.{0,20}\b(?:lint\w*|tests?|checks?|steps?|type check)\b/,
        /\b(?:does not|doesn't|do not|never)\b.{0,15}\b(?:red|fail|break)\b/,
      ],
    ],
  },
  {
    id: "constant-conditions",
    category: "ci_cd",
    asks: "conditions that are constant or unsound, and expressions with faults",
    decidedBy: [
      "always-true-condition",
      "constant-condition",
      "expression-context-unavailable",
      "expression-syntax-error",
      "expression-type-error",
      "expression-undefined-reference",
      "unsound-contains",
      "unsound-ternary",
    ],
    phrases:
      /\b(?:if|condition|expression)s?\b.{0,40}\balways (?:evaluates? to )?(?:true|truthy)\b|\balways[- ]true (?:condition|expression|if)|\bconstant (?:condition|expression)|\bcontains\(|\bsubstring (?:match|test|check)|\bternary\b|\b(?:invalid|malformed|broken) expressions?\b|\bexpression\b.{0,30}\b(?:syntax|invalid|type)|\b(?:undefined|unknown|nonexistent) (?:step )?(?:output|context|property|reference)/,
    pairs: [[/\b(?:expressions?|ternary)\b/, /\b(?:boolean|types?|truthy|syntax|quotes?|pars\w+|string)\b/]],
  },
  {
    id: "triggers",
    category: "ci_cd",
    asks: "triggers, filters of branches and paths, schedules and doubled runs",
    decidedBy: [
      "conflicting-trigger-filters",
      "gitlab-duplicate-pipelines",
      "gitlab-only-except-legacy",
      "invalid-cron",
      "invalid-glob-pattern",
      "invalid-trigger",
      "missing-ci-on-pr",
      "missing-path-filter",
      "redundant-triggers",
      "required-check-can-be-skipped",
      "stale-branch-filter",
      "unused-workflow",
      "wasteful-schedule",
    ],
    phrases:
      /\bpaths?[- ](?:filter|ignore)|\bbranch(?:es)?[- ](?:filter|ignore)|\bpaths-ignore\b|\bcron\b|\bschedule\b.{0,40}\b(?:busy|rush|often|hour|minute|frequent\w*|invalid|never)|\b(?:both|between) `?push`? and `?pull_request\b|\bon: ?\[?push, ?pull_request|\b(?:built|runs?|tested|executed) twice (?:for|on|per) (?:every|each|a|one)\b|\bduplicate pipelines?\b|\b(?:does not|doesn't|never|not) (?:run|start|trigger)\w*\b.{0,20}\b(?:on|for) pull requests?\b|\b(?:filter|trigger|branch|tag) (?:glob|pattern)s?\b|\brequired (?:status )?checks?\b.{0,40}\b(?:skip|pending|never|not run)|\bpush`? and `?pull[_ ]request\b|\bpull[_ ]request`? and `?push\b/,
    pairs: [
      [/\b(?:commit|push)\b/, /\b(?:two|double|duplicate|identical) (?:identical )?(?:runs|pipelines|builds)\b/],
      [/\b(?:nightly|scheduled|cron)\b/, /\b(?:midnight|queues?|busy|rush|full hour)\b/],
      [/\bruns?\b/, /\b(?:on|for) every (?:path|change|commit|push)\b/],
    ],
  },
  {
    id: "missing-checks",
    category: "ci_cd",
    asks: "tests, linters, type checks, builds, scanners, update tools and protections that are not there",
    decidedBy: [
      "actions-settings-weak",
      "dependabot-code-execution",
      "dependabot-cooldown",
      "dependabot-missing-ecosystem",
      "missing-build-job",
      "missing-dependency-review",
      "missing-lint-job",
      "missing-precommit-hook",
      "missing-sast",
      "missing-test-job",
      "missing-typecheck-job",
      "missing-update-tool",
      "no-ci",
      "weak-branch-protection",
      "workflow-codeowners-missing",
    ],
    phrases:
      /\b(?:no|missing|lacks?|without|add|adding) (?:a |an |any |the )?(?:lint(?:er|ing)?|type[- ]?check(?:s|ing)?|static analysis|security scan\w*|sast|codeql|dependency review|pre-?commit|branch protection|code ?owners?|test (?:job|step)|build (?:job|step)|tests at all)\b|\b(?:lint(?:er|ing)?|type[- ]?check(?:er|ing)?|static analysis|sast)\b.{0,30}\b(?:is|are) (?:never|not) run\b|\b(?:tests|test suite) (?:is|are) (?:never|not) (?:run|executed)\b|\bdependabot\b|\brenovate\b|\bcodeowners\b|\bbranch protection\b|\bupdate tool\b|\bthere is no (?:job|step|workflow) (?:that runs|which runs|for|to run)\b.{0,10}\b(?:tests?|linter|lint|build|type check)/,
    pairs: [
      [/\b(?:type check\w*|linter|formatter|test suite)\b/, /\b(?:never|not) (?:called|run|executed|used)\b/],
      [/\b(?:nobody|nothing|no tool)\b/, /\bupdates?\b.{0,20}\b(?:dependencies|actions|packages)\b/],
    ],
  },
  {
    id: "deploy-guards",
    category: "ci_cd",
    asks: "deploys without environment, tests, protection, verification or rollback",
    decidedBy: [
      "deploy-from-pull-request",
      "deploy-without-environment",
      "deploy-without-tests",
      "gitlab-unprotected-deploy",
      "no-rollback-or-smoke-test",
    ],
    phrases:
      /\b(?:no|without|missing|lacks?|nothing)\b.{0,30}\b(?:smoke tests?|health ?-?checks?|approval)\b|\b(?:no|without|missing|lacks?) (?:an? |any |the ){0,1}(?:protected |deployment |github ){0,2}environment\b(?! variable)|\bdeploy\w*\b.{0,60}\b(?:no|without|missing)\b.{0,20}\b(?:rollback|roll-back|verif)|\b(?:no|without|missing)\b.{0,20}\brollback\b.{0,40}\bdeploy|\bdeploy\w*\b.{0,40}\b(?:does not|doesn't|without|before) ?(?:wait\w*|need\w*|depend\w*|running|the)?\b.{0,15}\btests?\b|\bdeploy\w*\b.{0,40}\b(?:any|every|unprotected) branch|\bnothing\b.{0,20}\bverif|\b(?:no|without) verification\b|\bverification\b.{0,20}\b(?:missing|absent)\b/,
    pairs: [
      [/\bdeploy\w*\b/, /\b(?:even if|although|regardless|despite|whether or not)\b.{0,30}\btests?\b/],
      [/\benvironment\b/, /\bprotection rules?\b/],
      [/\bdeploy\w*\b/, /\broll-?backs?\b/],
    ],
  },
];
