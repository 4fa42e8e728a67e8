import type { DecidedTopic } from "./decided-topic.ts";

/** What rules decide about trust, tokens and secrets. */
export const SECURITY_TOPICS: readonly DecidedTopic[] = [
  {
    id: "pinning",
    category: "security",
    asks: "versions and pins of actions, images, orbs and included files",
    decidedBy: [
      "ambiguous-action-ref",
      "circleci-floating-image",
      "circleci-volatile-orb",
      "dockerfile-unpinned-base-image",
      "gitlab-include-unpinned",
      "impostor-commit",
      "pin-comment-mismatch",
      "pin-not-in-update-tool",
      "stale-pin",
      "unpinnable-action",
      "unpinned-action",
      "unpinned-container-image",
      "unpinned-tool-version",
      "untagged-action-pin",
    ],
    phrases:
      /\bunpinned\b|\bpin(?:s|ned|ning)?\b|\bfull(?:-length)? (?:commit )?(?:sha|hash)\b|\bactions?\b.{0,60}\bcommit (?:sha|hash)\b|\b(?:mutable|moving|floating) (?:tag|ref|version)|\b(?:action|orb|base image|container image)\b.{0,40}\b(?:latest|branch|tag)\b|\bimage digest\b|\bby digest\b|\bimpostor commit|@v?\d[\w.]*`?\b.{0,60}\b(?:moved?|moves|changed?|changes|overwrit\w+|mutable|tags?|malicious)\b|\bversion tag\b.{0,40}\baction|\bmajor version\b|\bimages?\b.{0,30}\b(?:no (?:fixed )?(?:version|tag)|(?:may|can|could) change)\b|:latest\b.{0,40}\b(?:change|moves?|any time)|\borbs?\b|\b(?:tag|branch)\b.{0,30}\binstead of\b.{0,20}\b(?:commit|sha|digest)\b|\bsha of a commit\b/,
    pairs: [
      [/\btag v?\d/, /\b(?:controls?|moves?|owner|maintainer|attacker)\b/],
      [/\bimages?\b/, /\bfloats?\b/],
      [
        /(?:\bactions?|`uses:?`|orbs?|included files?|third-party)\b/,
        /\b(?:tags?|immutable|mutable|sha|digest|moving|floating|branch|locked)\b/,
      ],
      [/\b(?:checkout|images?|containers?)\b/, /\b(?:immutable|mutable|floating|digest|by tag|compromised)\b/],
    ],
  },
  {
    id: "token-permissions",
    category: "security",
    asks: "permissions of the job token and of app tokens",
    decidedBy: [
      "app-token-overscoped",
      "excessive-permissions",
      "invalid-permissions",
      "missing-permissions",
      "undocumented-permissions",
    ],
    phrases:
      /\bpermissions?\b.{0,40}\b(?:token|job|workflow|scope|write|read|broad|excessive|missing|default|minimal|restrict|block|key)|\b(?:token|job|workflow|write-all|read-all|excessive|broad|missing|explicit|default|unneeded|unnecessary)\b.{0,30}\bpermissions?\b|`permissions:?`|\bleast[- ]privilege\b|\bwrite-all\b|\bread-all\b|\b(?:contents|packages|id-token|pull-requests|issues|actions): (?:read|write)\b|\b(?:github_|job )?token\b.{0,30}\b(?:can|may|has|with|gets)\b.{0,20}\b(?:write|push|access|scopes?|rights?)\b|\brestrict the (?:job |workflow |github_)?token\b|\b(?:job |workflow |github_)token\b.{0,30}\b(?:read-only|rights?|scopes?)\b|\btoken\b.{0,20}\bread(?:-only)? access\b/,
    pairs: [
      [/\b(?:write access|rights)\b/, /\b(?:grant\w*|narrow\w*|jobs?|token|packages)\b/],
      [
        /\b(?:github_token|job token|default token|token|job|workflow)\b/,
        /\b(?:scopes?|permissions?|privileges?|least|broader|write access)\b/,
      ],
    ],
  },
  {
    id: "checkout",
    category: "security",
    asks: "credentials and history that a checkout leaves or fetches",
    decidedBy: ["checkout-persist-credentials", "full-clone"],
    phrases:
      /\bpersist-credentials\b|\b(?:token|credentials?)\b.{0,40}(?:\bon disk\b|\.git\/config|\bgit config)|\bfetch-depth\b|\bshallow (?:clone|checkout)|\b(?:full|whole|entire) (?:clone|(?:git )?history)\b|\b(?:full|whole|entire|complete) (?:git )?(?:clone|history)\b/,
    pairs: [
      [/\bgit credentials?\b/, /\b(?:stay|stays|remain\w*|left|working copy)\b/],
      [/\b(?:checkout|clone[ds]?|fetch\w*)\b/, /\ball (?:of the )?(?:git )?(?:history|commits|branches)\b/],
      [/\b(?:credentials?|token)\b/, /\b(?:cloned?|checkout|checked out|persist\w*|\.git)\b/],
    ],
  },
  {
    id: "injection",
    category: "security",
    asks: "untrusted text that an expression or an environment file turns into code",
    decidedBy: ["env-file-injection", "insecure-workflow-commands", "obfuscated-syntax", "template-injection"],
    phrases:
      /\b(?:template|script|expression|command|shell|code|yaml|workflow|environment|env) injection\b|\binject(?:s|ed|ing|able)?\b|\b(?:untrusted|attacker|user|stranger)\S* ?(?:controlled|supplied|provided)?\b.{0,60}\b(?:expression|interpolat|expan|`?run:?`?|\$\{\{)|\bgithub\.(?:event|head_ref)\b.{0,60}\b(?:interpolat|script|shell|code|run|expand)|\binterpolat\w*\b.{0,60}\b(?:script|shell|run|command)|\bactions_allow_unsecure_commands\b|\b(?:title|body|branch name|comment|head_ref|commit message)\b.{0,40}\b(?:pasted|inserted|expanded|placed|put|lands?|ends? up|reach\w*|flows?|goes)\b.{0,20}\b(?:shell|script|command|run)\b|\bunsaniti[sz]|\bunescaped (?:input|text)|\buntrusted (?:input|text|data|values?)\b|\bbreaks? out of\b|\b(?:user|attacker)[- ]controlled\b|\b(?:user|attacker|external) input\b.{0,30}\b(?:shell|script|command)/,
    pairs: [
      [
        /\b(?:title|branch name|commit message|body|comment)\b/,
        /\b(?:without quot\w+|unquoted|executed by|script block|malicious)\b/,
      ],
      [
        /\b(?:expressions?|interpolat\w+|templates?|run block|shell)\b/,
        /\b(?:untrusted|attackers?|stranger\w*|user-controlled|title|issue body|comment body|commit message|crafted|branch name)\b/,
      ],
    ],
  },
  {
    id: "privileged-triggers",
    category: "security",
    asks: "privileged triggers, checkouts of strangers' code, artifacts of their runs, and checks of bots",
    decidedBy: [
      "artifact-poisoning",
      "circleci-context-on-pr",
      "confused-deputy-auto-merge",
      "dangerous-trigger",
      "fork-secret-exposure",
      "self-hosted-runner-on-pr",
      "spoofable-bot-check",
      "untrusted-checkout",
      "untrusted-checkout-exec",
    ],
    phrases:
      /\bpull_request_target\b|\bworkflow_run\b|\bpwn request|\b(?:check(?:s|ed)? ?out|checkout of|checking out)\b.{0,40}\b(?:fork|untrusted|pull request|stranger|head\.(?:sha|ref)|merge ref)|\bartifact poisoning\b|\bpoisoned artifact|\bauto-?merge|\bgithub\.actor\b|\bforks?\b.{0,60}\b(?:secret|write token|privileged)|\bsecrets?\b.{0,60}\bforks?\b|\bpull requests?'?s? code\b|\bcode (?:of|from) (?:a |the )?(?:pull requests?|forks?|strangers?)\b|\buntrusted code\b/,
    pairs: [
      [
        /\b(?:privileged|secrets?|write token|trusted)\b/,
        /\b(?:forks?|forked|strangers?|outside contribut\w+|pull requests?)\b/,
      ],
    ],
  },
  {
    id: "secret-scope",
    category: "security",
    asks: "secrets in the text, secrets that are undefined, unused, inherited or sent away, and trusted publishing",
    decidedBy: [
      "all-secrets-exposed",
      "hardcoded-credentials",
      "secret-exfiltration-pattern",
      "secrets-inherit",
      "secrets-without-environment",
      "undefined-secret",
      "unredacted-secret",
      "unused-secret",
      "use-trusted-publishing",
    ],
    phrases:
      /\bhard-?coded\b.{0,30}\b(?:password|credential|secret|token|key)|\b(?:password|credential|token|api key|secret)s?\b.{0,30}\b(?:hard-?coded|plain ?text|in clear|committed|literal)|\bplain ?text (?:password|secret|credential|token)|\bsecrets: ?inherit\b|\btojson\(secrets\)|\b(?:every|all) (?:repository )?secrets?\b.{0,30}\b(?:inherit|pass|hand|expos|give)|\binherits?\b.{0,20}\bsecrets?\b|\bexfiltrat|\btrusted publishing\b|\boidc\b|\blong-lived (?:token|credential|key)|\bsecrets?\b.{0,40}\b(?:undefined|not defined|does not exist|unused|never used|not masked|unmasked)|\b(?:passwords?|credentials?|tokens?|api keys?|secrets?) (?:is|are|stands?) (?:stored |written |kept )?(?:in (?:the|this) (?:file|workflow|yaml|repository))\b(?! that)/,
    pairs: [
      [/\b(?:passwords?|tokens?|credentials?|api keys?)\b/, /\b(?:visible|readable|exposed|legible) in (?:the|this)\b/],
      [
        /\b(?:tokens?|credentials?|secrets?|keys?|passwords?)\b/,
        /\b(?:long-lived|hard-?coded|plain ?text|wholesale|inherit\w*|forwarded|all steps|every step|whole job|unused|undefined|trusted publishing)\b/,
      ],
    ],
  },
];
