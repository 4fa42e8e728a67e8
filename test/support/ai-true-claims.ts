import type { RawClaim } from "../../worker/engine/ai/answers.ts";
import type { AiContext } from "../../worker/engine/ai/context.ts";
import { claimOn, LEDGER, METER, type SampleRepository, SHOP } from "./ai-samples.ts";

type Row = readonly [path: string, lines: readonly string[], topic: string, title: string, message: string];

const SHOP_CI = SHOP.subject;
const SHOP_ROWS: readonly Row[] = [
  [
    SHOP_CI,
    ["- name: Wait for the server", "run: sleep 30"],
    "fixed-wait",
    "Fixed wait of thirty seconds for the server",
    "On a busy machine the server is not up after thirty seconds and the next steps fail; on a quick one the time is lost. Ask the port in a loop until it answers.",
  ],
  [
    SHOP_CI,
    ["- name: Types", "run: npm run lint"],
    "misleading-name",
    "The step named Types runs the linter",
    "Readers believe that types are checked here, while `eslint` alone runs. Rename the step to what it does.",
  ],
  [
    SHOP_CI,
    ["run: npx vitest run"],
    "check-proves-nothing",
    "The unit step selects a folder that does not exist",
    "The files are in test/unit, the command names test/units, and `--passWithNoTests` lets an empty selection pass. Name the folder that exists and drop the flag.",
  ],
  [
    SHOP_CI,
    ["name: build", "path: ."],
    "oversized-transfer",
    "The whole workspace is uploaded as the build",
    "The upload carries node_modules and sources although a build is the output folder alone. Upload dist.",
  ],
  [
    SHOP_CI,
    ["run: npx playwright test"],
    "slow-command",
    "Browser tests use one worker",
    "One worker leaves the other cores idle. Drop the option so that the runner's cores are used.",
  ],
  [
    SHOP_CI,
    ["if: github.event_name"],
    "wrong-condition",
    "The condition joins two tests with `||` where `&&` is meant",
    "A push of whatever branch satisfies the first half, so the second half never matters. Join them with `&&`.",
  ],
  [
    SHOP_CI,
    ["- name: Publish the site", "run: ./scripts/publish.sh"],
    "released-not-tested",
    "The site that goes out is built anew",
    "Browser tests ran against another build than the one that is uploaded here. Hand the build on from the test job.",
  ],
  [
    "scripts/publish.sh",
    ['rm -rf "$RELEASE_ROOT/"*'],
    "unsafe-script",
    "An empty variable makes this delete the root folder",
    "With RELEASE_ROOT unset the path is `/`. Use `${RELEASE_ROOT:?}` so that the script stops.",
  ],
  [
    "scripts/publish.sh",
    ["for bucket in", "done"],
    "broad-effect",
    "Every bucket of the account is overwritten",
    "The loop walks through all buckets that the account lists and deletes what is not in dist. Name the one bucket of the site.",
  ],
  [
    "scripts/publish.sh",
    ["git tag", "git push"],
    "half-done-change",
    "The tag is pushed before the migration has succeeded",
    "When the migration fails the release tag is already public and the next run makes a second one. Push the tag last.",
  ],
  [
    "scripts/publish.sh",
    ["npm run migrate"],
    "script-goes-on",
    "A failed migration does not stop the script",
    "The semicolon goes on to the echo whatever the migration returned. Start the script with `set -euo` or join the two with `&&`.",
  ],
  [
    "scripts/publish.sh",
    ["node scripts/warm.js"],
    "secret-handling",
    "The deploy token is passed on the command line",
    "Other processes can read the arguments of a command. Hand the token over in the environment.",
  ],
  [
    "scripts/publish.sh",
    ["env > dist/build.txt"],
    "secret-handling",
    "The environment, with the deploy token, is written into the published folder",
    "The file is uploaded with the site and everybody can read it. Write the few values that are wanted.",
  ],
  [
    "scripts/publish.sh",
    ["curl --silent"],
    "weak-verification",
    "The health request asks the local machine and accepts errors",
    "Nothing listens there on the runner, and without `--fail` a status of 500 counts as well. Ask the address of the site with `--fail`.",
  ],
];

const METER_CI = METER.subject;
const METER_ROWS: readonly Row[] = [
  [
    METER_CI,
    ["python: ["],
    "matrix-gap",
    "Python 3.11 is supported and not tested",
    "The project declares 3.11 and later, but the list begins with 3.12. Add 3.11.",
  ],
  [
    METER_CI,
    ["image: postgres:13"],
    "environment-gap",
    "Tests use PostgreSQL 13, the service runs on 17",
    "Queries that behave otherwise in 17 pass here. Use the image of the compose file.",
  ],
  [
    METER_CI,
    ["coverage report >", "test -s coverage.txt"],
    "check-proves-nothing",
    "The coverage gate only asks whether the report is empty",
    "A coverage of one percent passes as well. Use `coverage report --fail-under`.",
  ],
  [
    METER_CI,
    ["- id: size", "run: echo"],
    "dead-part",
    "Nobody reads the size that this step computes",
    "No later step or job uses the output. Remove the step or compare the value.",
  ],
  [
    METER_CI,
    ["- name: Long simulation", "run: codespell docs"],
    "wasteful-order",
    "The spelling check comes after the long simulation",
    "A typing error is told only when the simulation has ended. Put the quick check first.",
  ],
  [
    "ci/docs.sh",
    ["cd docs", "make linkcheck"],
    "script-goes-on",
    "A failed build of the docs is not noticed",
    "The script has no `set -e`, so its last line decides and the step is green. Add `set -eu` at the top.",
  ],
  [
    "ci/docs.sh",
    ["tmp=/tmp/meter-docs", "rm -rf $tmp"],
    "unsafe-script",
    "The temporary folder has a predictable name",
    "Another process on the machine can put a link there first. Use `mktemp -d`.",
  ],
  [
    "ci/docs.sh",
    ['if [ "$APPROVED_BY"'],
    "weak-guard",
    "Whoever sets a variable counts as the approver",
    "The check only asks whether the variable is empty, and the caller sets it. Ask the platform who approved.",
  ],
];

const LEDGER_CI = LEDGER.subject;
const LEDGER_ROWS: readonly Row[] = [
  [
    LEDGER_CI,
    ["- ./mvnw -B clean verify"],
    "check-proves-nothing",
    "The unit tests select a class that does not exist",
    "No class has that name and an empty selection is allowed, so nothing is tested. Remove the two options.",
  ],
  [
    LEDGER_CI,
    ["load:", "- ./load.sh"],
    "shared-state",
    "Two jobs of a stage create the same database",
    "Both jobs create `shared_ci`; the second one fails or reads the first one's rows. Name the database after the job.",
  ],
  [
    LEDGER_CI,
    ["- if: $CI_COMMIT_BRANCH"],
    "wrong-condition",
    "The pattern matches every branch that has release in its name",
    "A branch `fix-release-notes` satisfies it too. Anchor the pattern at both ends.",
  ],
  [
    LEDGER_CI,
    ["- sleep 5", "- ssh app@ledger.internal systemctl status"],
    "weak-verification",
    "The status after the restart is cut off by `head`",
    "The pipeline takes the result of `head`, which is always zero. Ask with `systemctl is-active`.",
  ],
  [
    LEDGER_CI,
    ["deploy-production:", "- ./mvnw -B package"],
    "duplicate-work",
    "The package is built again although the first stage hands it on",
    "The build stage keeps target as an artifact of the pipeline. Use it in place of the second build.",
  ],
  [
    "load.sh",
    ["set -x", "k6 run"],
    "secret-handling",
    "Tracing prints the load token into the log",
    "`set -x` writes each command with its values. Remove it or read the token from the environment.",
  ],
];

export interface TrueClaims {
  readonly sample: SampleRepository;
  readonly rows: readonly Row[];
}

/** What a careful reader would say about the samples, and no rule does. */
export const TRUE_CLAIMS: readonly TrueClaims[] = [
  { sample: SHOP, rows: SHOP_ROWS },
  { sample: METER, rows: METER_ROWS },
  { sample: LEDGER, rows: LEDGER_ROWS },
];

export function trueClaims(context: AiContext, rows: readonly Row[]): RawClaim[] {
  return rows.map(([path, lines, topic, title, message]) =>
    claimOn(context, [path, ...lines], { topic, title, message }),
  );
}
