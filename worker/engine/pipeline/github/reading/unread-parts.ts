import type { StepContext } from "./job-draft.ts";
import { bareCondition, shown } from "./notes.ts";

/** Inputs of actions for set-up that are read, that only say what is so anyway, or that make no difference to what runs. */
const READ_OR_IDLE = new Set(
  `node-version node-version-file go-version go-version-file python-version python-version-file java-version java-version-file
  ruby-version php-version php-version-file dotnet-version global-json-file bun-version bun-version-file deno-version deno-version-file
  version version-file version-type package_json_file elixir-version otp-version gleam-version rebar3-version sdk channel
  flutter-version flutter-version-file swift-version ghc-version enable-stack crystal terraform_version terraform_version_file
  terraform_wrapper gradle-version sbt-runner-version cli lein toolchain components profile override default extensions tools coverage
  cache cache-dependency-path cache-dependency-glob cache-hash enable-cache cache-disabled cache-provider cache-read-only cache-on-failure
  package-manager-cache bundler-cache no-cache use-cache lookup-only ignore-cache dependency-versions shared-key prefix-key key
  workspaces working-directory workingdirectory check-latest token github-token repo-token install-only skip-cache args arguments
  run_install command composer-options extra_args apitoken accountid save-if standalone validate-wrappers add-job-summary
  timeout_minutes timeout_seconds max_attempts retry_wait_seconds problem-matchers only-new-issues install-hex install-rebar
  allow-prereleases cache-local-path cache-suffix prune-cache build-scan-publish`.split(/\s+/),
);
/** The vendor of Java that pipelines take. */
const USUAL_VENDOR = "temurin";

/** Lists what a set-up step says beyond its tool and version. */
export function loseUnreadParts({ step, job, losses }: StepContext): void {
  const action = step.uses?.name ?? "";
  for (const { name, value } of step.with) {
    const isVendor = name === "distribution" && value?.value === USUAL_VENDOR;
    if (!(isVendor || READ_OR_IDLE.has(name.toLowerCase())))
      losses.add(job.id, `\`${name}\` of \`${action}\` is not carried over: look whether the job needs it.`);
  }
  const names = step.env.map(({ name }) => name);
  if (names.length > 0)
    losses.add(job.id, `The variables of \`${action}\` (\`${names.join("`, `")}\`) are not carried over.`);
  if (step.if)
    losses.add(
      job.id,
      `\`${action}\` runs only if ${shown(bareCondition(step.if.value))}; in a pipeline its tool is always there.`,
    );
}
