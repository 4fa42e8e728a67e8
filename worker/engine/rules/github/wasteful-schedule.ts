import { parseCron, type Schedule, SHORTEST_MINUTES, shortestGap } from "../../cron/parse-cron.ts";
import { setScalar } from "../../edit/edit-yaml.ts";
import { findTrigger, type Workflow } from "../../model/workflow.ts";
import { asMap, asScalar, asSeq, findValue, type YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

/** Away from the full hour, and of five, ten and fifteen minutes behind it. */
const QUIET_MINUTES = [17, 23, 37, 41, 47, 53] as const;
const OFTEN_PER_DAY = 48;

export const wastefulSchedule = defineRule({
  meta: {
    id: "wasteful-schedule",
    category: "performance",
    severity: "low",
    title: "Schedule in the rush hour, or too often",
    fixClass: "review",
    docs: {
      what: "A `cron` that starts at minute 0, when everybody's schedules start, or more than 48 times a day.",
      why: "GitHub delays and drops scheduled runs under load, most at the start of each hour, and says so: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule. A run every few minutes costs more than 1,400 job starts a month, for a repository that hardly changes as often.",
      notReported:
        "Any other minute. Schedules that cannot be read or that GitHub never runs so often (less than five minutes apart), which `invalid-cron` reports. Half-hourly runs at other minutes. Whether the runs find work is not judged.",
      fix: "Another minute; the fix takes one that depends on the workflow, so that a fleet does not meet again. How often is yours to say.",
      example: { before: "    - cron: '0 3 * * *'\n", after: "    - cron: '17 3 * * *'\n" },
    },
  },

  *check({ workflows }) {
    for (const workflow of workflows) {
      for (const { cron, schedule, index } of schedulesOf(workflow)) {
        const message = problemOf(schedule);
        if (message === null) continue;
        const fix = isOnTheHour(schedule) ? { fix: () => moveMinute(workflow, cron) } : {};
        yield { message, path: workflow.path, at: cron, anchor: `on.schedule.${index}`, ...fix };
      }
    }
  },
});

function schedulesOf(workflow: Workflow): { cron: YamlScalar; schedule: Schedule; index: number }[] {
  const items = asSeq(findTrigger(workflow, "schedule")?.node)?.items ?? [];
  return items.flatMap((item, index) => {
    const cron = asScalar(findValue(asMap(item), "cron"));
    const parsed = cron ? parseCron(cron.value) : null;
    return cron && parsed?.ok && shortestGap(parsed.schedule) >= SHORTEST_MINUTES
      ? [{ cron, schedule: parsed.schedule, index }]
      : [];
  });
}

function problemOf(schedule: Schedule): string | null {
  const starts = schedule.minutes.length * schedule.hours.length;
  if (starts > OFTEN_PER_DAY) return `This starts ${starts} runs a day; let an event start them, or start fewer.`;
  return isOnTheHour(schedule) ? "Scheduled runs are delayed most at the full hour; take another minute." : null;
}

function isOnTheHour({ minutes }: Schedule): boolean {
  return minutes.length === 1 && minutes[0] === 0;
}

function moveMinute({ file, path }: Workflow, cron: YamlScalar): FixOutcome {
  const seed = [...path].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const minute = QUIET_MINUTES[seed % QUIET_MINUTES.length] ?? QUIET_MINUTES[0];
  const edits = cron.aliased ? null : setScalar(file, cron, cron.value.replace(/^\s*\S+/, String(minute)));
  if (!edits) return { abstain: "The schedule is written as a block; change its minute by hand." };
  return {
    edits,
    title: `Start the schedule at minute ${minute}`,
    explanation: "The same runs, some minutes later in the hour, when fewer others start.",
  };
}
