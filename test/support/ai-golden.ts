import type { ClaimsAnswer, ConfigurationAnswer, RemediationAnswer } from "../../worker/engine/ai/answers.ts";
import type { AiContext } from "../../worker/engine/ai/context.ts";
import type { AiTask, ClaimTask } from "../../worker/engine/ai/task.ts";
import { claimOn, LEDGER, METER, type SampleRepository, SHOP } from "./ai-samples.ts";
import { TRUE_CLAIMS, trueClaims } from "./ai-true-claims.ts";

/** A context of a task, a good answer to it, and what of the answer is to stand: `topic:line`. */
export interface Golden {
  readonly task: AiTask;
  readonly sample: SampleRepository;
  readonly answer: (context: AiContext) => ClaimsAnswer | RemediationAnswer | ConfigurationAnswer;
  readonly kept: readonly string[];
}

const DEPENDENT: SampleRepository = {
  name: "widgets",
  subject: "package.json",
  files: {
    "package.json": `{
  "dependencies": {
    "vitest": "^4.0.0",
    "moment": "^2.30.0",
    "dayjs": "^1.11.0",
    "charts": "github:acme/charts#main"
  },
  "peerDependencies": { "react": "^18" },
  "devDependencies": { "react": "^19" }
}
`,
  },
};

/** The claims of a sample on some topics. */
function claims(task: ClaimTask, sample: SampleRepository, ...kept: string[]): Golden {
  const rows = TRUE_CLAIMS.find((known) => known.sample === sample)?.rows ?? [];
  const topics = kept.map((place) => place.slice(0, place.indexOf(":")));
  const answer = (context: AiContext) => ({
    claims: trueClaims(
      context,
      rows.filter(([, , topic]) => topics.includes(topic)),
    ),
  });
  return { task, sample, answer, kept };
}

const DEPENDENCIES = [
  [
    "vitest",
    "dependency-role",
    "A test tool is among the run-time dependencies",
    "Whoever installs the package gets it too. Move it.",
  ],
  ["moment", "overlapping-dependencies", "Two libraries format dates", "Both are shipped. Keep one of the two."],
  [
    "charts",
    "risky-source",
    "Charts comes from the main branch of a repository",
    "Each installation may give other code. Publish a release.",
  ],
] as const;

/** One or two for each task. */
export const GOLDEN: readonly Golden[] = [
  claims("analysis", SHOP, "fixed-wait:23", "check-proves-nothing:28", "wrong-condition:47"),
  claims("security", SHOP, "unsafe-script:4", "broad-effect:5", "secret-handling:11", "secret-handling:12"),
  claims("performance", METER, "wasteful-order:40"),
  claims("ci_cd", LEDGER, "check-proves-nothing:13", "shared-state:19", "wrong-condition:27", "weak-verification:32"),
  claims("code_review", METER, "matrix-gap:14", "environment-gap:17"),
  { task: "code_review", sample: LEDGER, answer: () => ({ claims: [] }), kept: [] },
  {
    task: "dependencies",
    sample: DEPENDENT,
    answer: (context) => ({
      claims: DEPENDENCIES.map(([name, topic, title, message]) =>
        claimOn(context, ["package.json", `"${name}"`], {
          topic,
          title,
          message,
          category: "quality",
          severity: "low",
        }),
      ),
    }),
    kept: ["dependency-role:3", "overlapping-dependencies:4", "risky-source:6"],
  },
  {
    task: "remediation",
    sample: SHOP,
    answer: ({ subject }) => ({
      title: "Ask the port in place of a fixed wait",
      explanation: "The step ends when the server answers.",
      edits: [
        { path: subject, line: 19, endLine: 19, quote: "        run: sleep 30", replacement: "        run: ./wait.sh" },
      ],
    }),
    kept: [],
  },
  {
    task: "ci_generation",
    sample: METER,
    answer: ({ subject }) => ({ text: METER.files[subject] ?? "", explanation: "Nothing needs to change." }),
    kept: [],
  },
];
