import type { StepPlace } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import { defineRule } from "../../rule.ts";
import { scalarSpan } from "../../scripts/scalar-span.ts";
import { scanBash } from "../../shell/bash.ts";
import type { Command } from "../../shell/script.ts";
import { shellOfStep } from "../../shell/shell-of-step.ts";
import { bashOf } from "../../shell/step-script.ts";
import { openPackages } from "./adhoc-package-install/installs.ts";

export const adhocPackageInstall = defineRule({
  meta: {
    id: "adhoc-package-install",
    category: "security",
    severity: "low",
    title: "A package is installed past every lockfile",
    fixClass: "none",
    docs: {
      what: "A step that installs a named package with npm, pnpm, Yarn, Bun, RubyGems or Bundler without an exact version: `npm install -g vercel`, `pnpm add -g turbo@2`, `gem install rake`. One finding for each step.",
      why: "No lockfile holds the package, and nothing updates or reviews it: each run takes the newest release, a malicious one included. In September 2025 a worm got into more than 500 packages of the npm registry, and ran wherever the newest version was installed ([CISA: widespread supply chain compromise impacting the npm ecosystem](https://www.cisa.gov/news-events/alerts/2025/09/23/widespread-supply-chain-compromise-impacting-npm-ecosystem)). zizmor reports the same as `adhoc-packages`.",
      notReported:
        "Exact versions (`npm install -g wrangler@4.50.0`, `gem install rake -v 13.2.1`), and versions that a variable or expression chooses. Installs from the project's manifest. Local folders, archives and git addresses. `npx`, which runs what the project has installed where it has. Python packages, whose names in a pipeline are most often the project's own.",
      fix: "Add the package to the project's manifest and run it from there, or name the exact version.",
      example: {
        before: "      - run: npm install -g vercel\n",
        after: "      - run: npm install -g vercel@48.10.2\n",
      },
    },
  },

  *check(context) {
    for (const place of context.steps) {
      const [first, ...others] = openInstalls(place);
      const { document, job, step } = place;
      const { run } = step;
      if (!first || !run) continue;
      const spanOf = (span: Span) => scalarSpan(document.file, run, span);
      yield {
        message: `Neither a lockfile nor an exact version holds \`${first.name}\`; name the exact version, or add the package to the project's manifest.`,
        path: document.path,
        at: spanOf(first),
        anchor: `jobs.${job?.id ?? ""}.${step.identity}.install`,
        related: others.map((other) => ({ path: document.path, at: spanOf(other) })),
      };
    }
  },
});

interface Install extends Span {
  /** The first package without an exact version. */
  readonly name: string;
}

const SPEAKS_OF_IT =
  /\b(?:(?:npm|pnpm|bun|gem)\b[^\n]{0,300}\b(?:i|in|install|add)\b|(?:yarn|bundle)\b[^\n]{0,300}\badd\b)/;

function openInstalls(place: StepPlace): Install[] {
  const { run } = place.step;
  if (!run || !SPEAKS_OF_IT.test(run.value)) return [];
  const { name } = shellOfStep(place);
  if (name === "bash" || name === "sh") return installsIn(bashOf(run).commands, 0);
  return name === "python" || name === "other" ? [] : plainLines(run.value);
}

function installsIn(commands: readonly Command[], offset: number): Install[] {
  return commands.flatMap((command) => {
    const [first] = openPackages(command);
    return first ? [{ name: first.text, start: offset + command.start, end: offset + command.end }] : [];
  });
}

/** PowerShell and `cmd` read a line of plain words as Bash does. */
function plainLines(text: string): Install[] {
  let offset = 0;
  return text.split("\n").flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    return SPEAKS_OF_IT.test(line) && !/["'`{}()$%^\\]/.test(line) ? installsIn(scanBash(line).commands, start) : [];
  });
}
