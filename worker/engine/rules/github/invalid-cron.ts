import { parseCron, SHORTEST_MINUTES, shortestGap } from "../../cron/parse-cron.ts";
import { isTimeZone } from "../../data/time-zones.ts";
import { findTrigger, type Workflow } from "../../model/workflow.ts";
import { asMap, asScalar, asSeq, findValue, type YamlMap } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checkDocument, type GrammarProblem } from "../../schema/check-document.ts";

export const invalidCron = defineRule({
  meta: {
    id: "invalid-cron",
    category: "ci_cd",
    severity: "high",
    title: "Schedule that GitHub does not run",
    fixClass: "none",
    docs: {
      what: "A `cron` of `on.schedule` that is no five-field schedule, has a value out of range, or asks for runs less than five minutes apart; a `schedule` that is no list of such entries, or a `timezone` that the [IANA time zone database](https://data.iana.org/time-zones/releases/) does not have, such as `PST` or `UTC+2` (release 2026c).",
      why: "GitHub refuses the file, or silently runs the workflow less often than it says: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule.",
      notReported:
        "Names of months and weekdays, steps, ranges and lists. Old names of time zones, and names in other case. Days that do not exist in a month, such as 31 in every month. Schedules on the full hour, which `wasteful-schedule` judges. A seventh weekday (`7`) is reported, as GitHub knows 0 to 6 alone.",
      fix: "Write minute, hour, day of the month, month and weekday, at least five minutes apart.",
      example: {
        before: "on:\n  schedule:\n    - cron: '0 25 * * *'\n",
        after: "on:\n  schedule:\n    - cron: '0 1 * * *'\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      yield* formProblems(workflow);
      const items = asSeq(findTrigger(workflow, "schedule")?.node)?.items ?? [];
      for (const [index, item] of items.entries()) {
        const found = [cronProblem(asMap(item)), zoneProblem(asMap(item))];
        for (const problem of found)
          if (problem) yield { ...problem, path: workflow.path, anchor: `on.schedule.${index}` };
      }
    }
  },
});

/** A schedule that is no list of mappings with `cron`. */
function* formProblems(workflow: Workflow): Iterable<Hit> {
  if (!findTrigger(workflow, "schedule")) return;
  for (const problem of checkDocument(workflow).problems) {
    const { way, kind } = problem;
    if (way[0] !== "on" || way[1] !== "schedule" || kind === "same_key") continue;
    const at = kind === "unknown_key" ? problem.pair.key : kind === "missing_key" ? problem.map : problem.node;
    yield { message: formMessage(problem), path: workflow.path, at, anchor: `${way.join(".")}.${kind}` };
  }
}

function formMessage({ kind, way, ...problem }: GrammarProblem): string {
  if (kind === "missing_key") return "This schedule has no `cron`; write when it shall run.";
  if (kind === "unknown_key" && "key" in problem)
    return `\`${problem.key}\` is no key of a schedule; it has \`cron\` and \`timezone\`.`;
  const last = way.at(-1) ?? "";
  return last === "cron" || last === "timezone"
    ? `\`${last}\` must be a text in quotes.`
    : "`schedule` must be a list of mappings with `cron`, so begin the line with `- cron:`.";
}

function problemOf(text: string): string | null {
  const result = parseCron(text);
  if (!result.ok) return `This is no schedule: ${result.reason}.`;
  const gap = shortestGap(result.schedule);
  if (gap >= SHORTEST_MINUTES) return null;
  return `This asks for a run every ${gap} ${gap === 1 ? "minute" : "minutes"}; GitHub starts one every five at most.`;
}

type Problem = Pick<Hit, "message" | "at">;

function cronProblem(item: YamlMap | null): Problem | null {
  const cron = asScalar(findValue(item, "cron"));
  const message = cron ? problemOf(cron.value) : null;
  return cron && message ? { message, at: cron } : null;
}

function zoneProblem(item: YamlMap | null): Problem | null {
  const zone = asScalar(findValue(item, "timezone"));
  if (!zone || zone.value.includes("${{") || isTimeZone(zone.value)) return null;
  const message = `\`${zone.value}\` is no time zone; write a name of the IANA list, such as \`Europe/Berlin\`.`;
  return { message, at: zone };
}
