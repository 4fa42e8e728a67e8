import type { Span } from "../../parse/line-index.ts";
import { defineRule, type RuleContext } from "../../rule.ts";
import { scalarSpan } from "../../scripts/scalar-span.ts";
import { type ScriptPlace, scriptsWith } from "../../scripts/script-places.ts";
import { shellOfStep } from "../../shell/shell-of-step.ts";
import { unverifiedLoads } from "./unverified-script-exec/loads.ts";
import { POWERSHELL_WORDS, powershellDownloads } from "./unverified-script-exec/powershell.ts";

export const unverifiedScriptExec = defineRule({
  meta: {
    id: "unverified-script-exec",
    category: "security",
    severity: "medium",
    title: "Code from the network runs unseen",
    fixClass: "none",
    docs: {
      what: 'A script or program that is downloaded and executed: `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`, `source <(curl …)`, `iwr … | iex`, `deno run https://…`, or a file that `curl`, `wget` or `Invoke-WebRequest` wrote and the same script, or a later step of the job or `RUN` of the stage, runs or makes executable. In workflows, composite actions, GitLab CI and Dockerfiles. One finding for each download.',
      why: "Whoever controls the address, or the way to it, decides what runs with the job's secrets, today and on every later run. In 2021 a changed upload script of Codecov sent the environment of thousands of pipelines to a stranger ([Codecov: security update](https://about.codecov.io/security-update/)). poutine reports the same as `unverified_script_exec`, OpenSSF Scorecard as Pinned-Dependencies (downloadThenRun).",
      notReported:
        'Addresses with a full commit id, or the variable of one. Files in a job or stage that compares a checksum or signature (`sha256sum -c`, `gpg --verify`, `cosign verify-blob`, `gh attestation verify`). Answers that are data: `curl … | jq`, `| python3 parse.py`, `| python3 -c …`, `| tar xz`, or an argument of something else (`./deploy.sh "$(curl …)"`). Archives that are unpacked and packages that a package manager installs. Addresses on the own machine. Text that is printed. Dockerfiles in folders of samples and vendored code.',
      fix: "Use the tool's setup action or package. Else download a fixed version, compare it with a checksum that stands in this repository, and only then run it.",
      example: {
        before: "      - run: curl -fsSL https://example.com/install.sh | sh\n",
        after:
          '      - run: |\n          curl -fsSLo install.sh https://example.com/v1.2.3/install.sh\n          echo "$INSTALL_SHA256  install.sh" | sha256sum -c\n          sh install.sh\n',
      },
    },
  },

  *check(context) {
    const anchors = new Map<string, number>();
    const seen = new Set<string>();
    for (const { name, anchor, path, at } of loadsIn(context)) {
      const key = `${path}:${at.start}:${at.end}`;
      // Jobs of one pipeline share lines.
      if (seen.has(key)) continue;
      seen.add(key);
      const place = `${path}\0${anchor}`;
      const count = (anchors.get(place) ?? 0) + 1;
      anchors.set(place, count);
      yield {
        message: `${name} loads code that runs unseen; compare it with a checksum first, or use the tool's package or setup action.`,
        path,
        at,
        anchor: count === 1 ? anchor : `${anchor}#${count}`,
      };
    }
  },
});

interface Load {
  readonly name: string;
  readonly anchor: string;
  readonly path: string;
  readonly at: Span;
}

const LOADING_WORDS = /\b(?:curl|wget|deno)\b/;

function* loadsIn(context: RuleContext): Generator<Load> {
  const paths = new Set(context.files.map(({ path }) => path));
  for (const place of scriptsWith(context, LOADING_WORDS)) {
    for (const load of fromShell(place)) if (paths.has(load.path)) yield load;
  }
  yield* fromPowershell(context);
}

function fromShell(place: ScriptPlace): Load[] {
  return unverifiedLoads(place.script(), place.neighbours).map(({ program, address, start, end }) => ({
    name: `\`${program}\``,
    anchor: `${place.anchor}.${hostOf(address)}`,
    ...place.placeOf(start, end),
  }));
}

/** Without the path: versions stand in it. */
function hostOf(address: string): string {
  return /^(?:\w+:\/\/)?([\w.-]+)/.exec(address)?.[1] ?? "download";
}

/** Steps of any shell: Bash starts PowerShell too. */
function* fromPowershell({ steps }: RuleContext): Generator<Load> {
  for (const place of steps) {
    const { document, job, step } = place;
    if (!step.run || !POWERSHELL_WORDS.test(step.run.value) || shellOfStep(place).name === "python") continue;
    for (const span of powershellDownloads(step.run.value)) {
      yield {
        name: "PowerShell",
        anchor: `jobs.${job?.id ?? ""}.${step.identity}.powershell`,
        path: document.path,
        at: scalarSpan(document.file, step.run, span),
      };
    }
  }
}
