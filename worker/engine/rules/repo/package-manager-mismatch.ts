import { replaceSpan } from "../../edit/edit-yaml.ts";
import { positionsOf } from "../../expressions/scalar-positions.ts";
import type { StepPlace } from "../../model/workflow.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import type { Command } from "../../shell/script.ts";
import { bashOfStep } from "../../shell/step-script.ts";

const LOCKFILES: Readonly<Record<string, string>> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "yarn.lock": "yarn",
  "pnpm-lock.yaml": "pnpm",
  "bun.lock": "bun",
  "bun.lockb": "bun",
};

/** Installs of the project, without names of packages. */
const INSTALLS: readonly (readonly [manager: string, pattern: RegExp])[] = [
  ["npm", /^npm (?:ci|i|install|clean-install)(?: --?[\w-]+(?:=\S+)?)*$/],
  ["yarn", /^yarn(?: install)?(?: --?[\w-]+(?:=\S+)?)*$/],
  ["pnpm", /^pnpm (?:i|install)(?: --?[\w-]+(?:=\S+)?)*$/],
  ["bun", /^bun (?:i|install)(?: --?[\w-]+(?:=\S+)?)*$/],
];

export const packageManagerMismatch = defineRule({
  meta: {
    id: "package-manager-mismatch",
    category: "ci_cd",
    severity: "high",
    title: "The pipeline installs with another package manager than the lockfile's",
    fixClass: "review",
    scope: "repository",
    docs: {
      what: "A job installs the root's packages with npm, Yarn, pnpm or Bun while the only lockfile in the root belongs to another of them; or the root has lockfiles of two of them.",
      why: "`npm ci` fails without its own lockfile, and `npm install` ignores the foreign one: the pipeline tests other versions than developers use. Of two lockfiles one is always stale.",
      notReported:
        "Installs of named packages and global tools, `npm run`, `npm publish` and the like. Jobs in another folder. `corepack` and `npx` of the right manager. Lockfiles of samples. npm's shrinkwrap beside its lockfile.",
      fix: "Install with the lockfile's manager. The fix writes its command where the job has the manager: npm always, Yarn on GitHub's runners, pnpm and Bun behind their setup action. Of two lockfiles delete the stale one.",
      example: {
        before: "      - run: npm ci   # the lockfile is yarn.lock\n",
        after: "      - run: yarn install --frozen-lockfile\n",
      },
    },
  },

  *check({ repository, steps }) {
    const present = Object.keys(LOCKFILES).filter((name) => repository.has(name));
    const managers = [...new Set(present.map((name) => LOCKFILES[name] ?? ""))];
    const [manager] = managers;
    if (manager === undefined || !repository.has("package.json")) return;
    if (managers.length > 1) {
      yield {
        message: `There are lockfiles of ${managers.join(" and ")} (${present.join(", ")}); delete those that nobody keeps up to date.`,
        path: "package.json",
        at: { start: 0, end: 0 },
        anchor: "lockfiles",
      };
      return;
    }
    for (const place of steps) {
      const found = wrongInstall(place, manager);
      if (!found || !place.step.run) continue;
      const { run } = place.step;
      yield {
        message: `This installs with ${found.manager}, but the lockfile is \`${present[0]}\`; use ${manager}.`,
        path: place.document.path,
        at: run,
        anchor: `jobs.${place.job?.id ?? ""}.${place.step.identity}.install`,
        fix: () => useManager(place, found.command, manager),
      };
    }
  },
});

function wrongInstall(place: StepPlace, manager: string): { manager: string; command: Command } | null {
  const { step, job, document } = place;
  const folder =
    step.workingDirectory ??
    job?.defaults.workingDirectory ??
    (document.kind === "workflow" ? document.defaults.workingDirectory : null);
  const script = folder ? null : bashOfStep(place);
  if (!script || script.commands.some(({ words }) => words[0]?.text === "cd")) return null;
  for (const command of script.commands) {
    const text = command.words.map((word) => word.text).join(" ");
    const used = INSTALLS.find(([, pattern]) => pattern.test(text))?.[0];
    if (used !== undefined && used !== manager) return { manager: used, command };
  }
  return null;
}

const COMMANDS: Readonly<Record<string, string>> = {
  npm: "npm ci",
  yarn: "yarn install --frozen-lockfile",
  pnpm: "pnpm install --frozen-lockfile",
  bun: "bun install --frozen-lockfile",
};
const SETUPS: Readonly<Record<string, RegExp>> = { pnpm: /^pnpm\/action-setup$/, bun: /^oven-sh\/setup-bun$/ };

function useManager({ document, job, step }: StepPlace, command: Command, manager: string): FixOutcome {
  const setup = SETUPS[manager];
  const hasIt =
    !setup || job?.steps.some(({ uses, index }) => uses !== null && setup.test(uses.name) && index < step.index);
  const [from, to] = step.run
    ? [positionsOf(document.file.text, step.run)(command.start), positionsOf(document.file.text, step.run)(command.end)]
    : [null, null];
  if (!hasIt || from === null || to === null || step.run?.aliased) {
    return {
      abstain: `Set up ${manager} in this job and install with \`${COMMANDS[manager]}\`; the fix does not know which version of it you use.`,
    };
  }
  return {
    edits: [replaceSpan(document.file, { start: from, end: to }, COMMANDS[manager] ?? manager)],
    title: `Install with ${manager}, as the lockfile says`,
    explanation: `The lockfile in the root is ${manager}'s. Look at other commands of the job that name the old manager, and at \`cache:\` of the setup action.`,
  };
}
