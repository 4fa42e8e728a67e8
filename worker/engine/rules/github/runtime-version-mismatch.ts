import { groupBy } from "../../group-by.ts";
import type { StepPlace } from "../../model/workflow.ts";
import { type RuntimeClaim, readRuntimeClaims, rootClaims } from "../../profile/runtime-claims.ts";
import { overlaps } from "../../profile/version-set.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";
import { type AskedVersion, askedVersions } from "./runtime-version-mismatch/asked-versions.ts";
import { type Contradiction, followProject } from "./runtime-version-mismatch/follow-project.ts";
import { SETUP_ACTIONS, type SetupAction } from "./runtime-version-mismatch/setup-actions.ts";

export const runtimeVersionMismatch = defineRule({
  meta: {
    id: "runtime-version-mismatch",
    category: "ci_cd",
    severity: "medium",
    title: "Pipeline uses another runtime version than the project names",
    fixClass: "review",
    docs: {
      what: "A setup step that asks for a version of Node.js, Python, Go, Java, Ruby or PHP which `.nvmrc`, `.node-version`, `.python-version`, `.tool-versions`, `mise.toml`, `engines`, `requires-python`, `go.mod`, `pom.xml`, a Gradle toolchain, `.ruby-version`, `composer.json`, the image of a `Dockerfile` at the root and their like exclude.",
      why: "The pipeline then tests something that nobody runs: what passes there fails on a developer's machine or in production, or the other way round.",
      notReported:
        "Versions that may agree (`20` in the pipeline, `20.11.1` or `>=18` in the project), a matrix beside a file that names one version, versions that are computed, moving names such as `lts/*`, pre-releases, and everything that is written in a way we do not understand. Of several files the first in the order above counts, an image before a range. A Dockerfile whose stages use several versions of the image. A newer Go or Java than `go.mod` or `pom.xml` asks for is fine.",
      fix: "Let the action read the project's own file (`node-version-file: .nvmrc` and siblings), so that the two cannot drift apart again; where it cannot, write the project's version. A version of a matrix that the project's range forbids is removed. Check that the job passes on what is left.",
      example: {
        before: "# .nvmrc says 22\n- uses: actions/setup-node@v4\n  with:\n    node-version: 18\n",
        after: "# .nvmrc says 22\n- uses: actions/setup-node@v4\n  with:\n    node-version-file: .nvmrc\n",
      },
    },
  },

  *check(context) {
    for (const place of context.steps) {
      const action = SETUP_ACTIONS[place.step.uses?.name ?? ""];
      if (!action || place.step.uses?.kind !== "action") continue;
      const claims = claimsFor(context, place).filter((claim) => claim.runtime === action.runtime);
      const asked = askedVersions(place, action.input);
      for (const [claim, versions] of groupBy(asked, (each) => contradicted({ action, asked: each, claims }))) {
        if (claim) yield toHit({ place, action, asked: versions, claim });
      }
    }
  },
});

interface Comparison {
  readonly action: SetupAction;
  readonly asked: AskedVersion;
  readonly claims: readonly RuntimeClaim[];
}

/** Files of the folder in which the job works count before those of the root. */
function claimsFor({ repository }: RuleContext, { document, job }: StepPlace): readonly RuntimeClaim[] {
  const defaults = document.kind === "workflow" ? document.defaults.workingDirectory : null;
  const directory = (job?.defaults.workingDirectory ?? defaults)?.value.replace(/^\.\/|\/+$/g, "") ?? "";
  if (directory === "" || directory === "." || directory.includes("${{")) return rootClaims(repository);
  return [...readRuntimeClaims(repository, directory), ...rootClaims(repository)];
}

/**
 * What the project says against a version; null for nothing. A matrix tests several versions on purpose: only a range that
 * forbids one of them contradicts it.
 */
function contradicted({ action, asked, claims }: Comparison): RuntimeClaim | null {
  const versions = action.read(asked.spec);
  const claim = claims.find(({ kind }) => asked.from === "input" || kind === "range");
  return versions && claim && !overlaps(versions, claim.allows) ? claim : null;
}

function toHit(contradiction: Contradiction): Hit {
  const { place, action, asked, claim } = contradiction;
  const { document, job, step } = place;
  const [first, ...others] = asked.map(({ node }) => node);
  const versions = asked.map(({ spec }) => spec).join(", ");
  return {
    message: `This runs on ${action.label} ${versions}, but ${claim.path} ${claim.kind === "exact" ? "names" : "asks for"} ${claim.spec}; use the project's version.`,
    path: document.path,
    at: first ?? step.node,
    anchor: `${job ? `jobs.${job.id}` : "runs"}.${step.identity}.${action.input}`,
    related: [{ path: claim.path, at: claim.at }, ...others.map((at) => ({ path: document.path, at }))],
    fix: () => followProject(contradiction),
  };
}
