import { createHash } from "node:crypto";
import type { RawClaim } from "../../worker/engine/ai/answers.ts";
import type { ClaimGround } from "../../worker/engine/ai/claims/check-claims.ts";
import type { AiContext, KnownFinding, SentFile } from "../../worker/engine/ai/context.ts";
import type { AiTask } from "../../worker/engine/ai/task.ts";
import { prepare } from "../../worker/engine/analyze.ts";
import { sha256Hex } from "../../worker/engine/fingerprint.ts";
import { NO_LOOKUPS } from "../../worker/engine/lookups.ts";
import { type Files, NOW, snapshot } from "./engine.ts";

export const FENCE = "5f1c09a7d3e84b62a0d9c7e1b3f58246";

/** Files of a repository by path, all of them text. */
export type Texts = Readonly<Record<string, string>>;

export interface SampleRepository {
  readonly name: string;
  /** The pipeline that a request is about. */
  readonly subject: string;
  readonly files: Texts;
}

const SHA = "93cb6efe18208431cddfb8368fd83d5badbf9bfd";

export const SHOP: SampleRepository = {
  name: "shop",
  subject: ".github/workflows/release.yml",
  files: {
    ".github/workflows/release.yml": `name: Release
# what customers see
on:
  push:
    branches: [main]

permissions:
  contents: read

concurrency:
  group: release
  cancel-in-progress: false

jobs:
  test:
    name: Unit tests
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - name: Start the server
        run: npm start &
      - name: Wait for the server
        run: sleep 30
      - name: Types
        run: npm run lint
      - name: Unit
        run: npx vitest run --passWithNoTests test/units
      - run: npm run build
      - name: Keep the build
        uses: actions/upload-artifact@${SHA}
        with:
          name: build
          path: .

  browser:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: npm run build
      - name: Browser tests
        run: npx playwright test --workers=1

  publish:
    needs: [test, browser]
    if: github.event_name == 'push' || github.ref == 'refs/heads/main'
    runs-on: ubuntu-24.04
    environment: production
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: npm run build
      - name: Publish the site
        run: ./scripts/publish.sh production
        env:
          DEPLOY_TOKEN: \${{ secrets.DEPLOY_TOKEN }}
`,
    "scripts/publish.sh": `#!/bin/bash
target=$1
# clean the old release
rm -rf "$RELEASE_ROOT/"*
for bucket in $(aws s3 ls | awk '{print $3}'); do
  aws s3 sync dist "s3://$bucket" --delete
done
git tag "v$(date +%s)"
git push origin --tags
npm run migrate; echo migrated
node scripts/warm.js --token "$DEPLOY_TOKEN"
env > dist/build.txt
curl --silent http://localhost:3000/health
`,
    "package.json": `{
  "name": "shop",
  "scripts": {
    "start": "node server.js",
    "lint": "eslint .",
    "build": "vite build",
    "migrate": "node migrate.js"
  },
  "engines": { "node": ">=20" }
}
`,
    "test/unit/price.test.ts": `import { expect, it } from "vitest";\nit("adds", () => expect(1 + 1).toBe(2));\n`,
    "README.md": "# Shop\n\nRuns on Linux and Windows.\n",
  },
};

export const METER: SampleRepository = {
  name: "meter",
  subject: ".github/workflows/tests.yml",
  files: {
    ".github/workflows/tests.yml": `name: Tests
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  # three versions
  test:
    runs-on: ubuntu-24.04
    strategy:
      matrix:
        python: ["3.12", "3.13"]
    services:
      postgres:
        image: postgres:13
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: \${{ matrix.python }}
      - run: pip install -r requirements.txt
      - name: Coverage gate
        run: |
          pytest --cov=meter tests/
          coverage report > coverage.txt
          # the limit
          test -s coverage.txt
      - name: Check the docs
        run: bash ci/docs.sh

  report:
    needs: test
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - id: size
        run: echo "bytes=$(du -sb meter | cut -f1)" >> "$GITHUB_OUTPUT"
      - name: Long simulation
        run: python -m meter.simulate --hours 8760
      - name: Spelling
        run: codespell docs
`,
    "ci/docs.sh": `cd docs
make html
make linkcheck
echo "docs are fine"
tmp=/tmp/meter-docs
rm -rf $tmp && mkdir $tmp
cp -r _build $tmp
if [ "$APPROVED_BY" != "" ]; then echo "approved, uploading"; ./upload.sh; fi
`,
    "requirements.txt": "pytest\npytest-cov\npsycopg==3.2.1\ncodespell\n",
    "docker-compose.yml": "services:\n  db:\n    image: postgres:17\n",
    "pyproject.toml": '[project]\nname = "meter"\nrequires-python = ">=3.11"\n',
  },
};

export const LEDGER: SampleRepository = {
  name: "ledger",
  subject: ".gitlab-ci.yml",
  files: {
    ".gitlab-ci.yml": `stages: [build, test, deploy]
default:
  image: eclipse-temurin:21
build:
  stage: build
  script:
    - ./mvnw -B package -DskipTests
  artifacts:
    paths: [target]
unit-tests:
  stage: test
  script:
    - ./mvnw -B clean verify -Dtest=NoSuchTest -DfailIfNoTests=false
integration:
  stage: test
  script:
    - createdb shared_ci
    - ./mvnw -B verify -Pintegration
load:
  stage: test
  script:
    - createdb shared_ci
    - ./load.sh
deploy-production:
  stage: deploy
  rules:
    - if: $CI_COMMIT_BRANCH =~ /release/
  script:
    - ./mvnw -B package -DskipTests
    - scp target/ledger.jar app@ledger.internal:/srv/
    - ssh app@ledger.internal systemctl restart ledger
    - sleep 5
    - ssh app@ledger.internal systemctl status ledger | head -1
`,
    "load.sh": "#!/bin/sh\nset -x\nk6 run --env TOKEN=$LOAD_TOKEN load.js\n",
    "pom.xml": "<project><artifactId>ledger</artifactId></project>\n",
  },
};

export const SAMPLES: readonly SampleRepository[] = [SHOP, METER, LEDGER];

/** The context of a sample: its pipeline first, then scripts and manifests, without whole-line comments and blank lines. */
export function contextOf({ subject, files }: SampleRepository, task: AiTask = "analysis"): AiContext {
  const paths = [subject, ...Object.keys(files).filter((path) => path !== subject)];
  const sent = paths
    .filter((path) => !/\.md$|^test\//.test(path))
    .map((path) => sentFile(path, files[path] ?? "", path === subject));
  const hash = sha256Hex(JSON.stringify([task, subject, sent]));
  return {
    task,
    subject,
    files: sent,
    facts: ["The stack uses npm."],
    known: [],
    left: [],
    redacted: 0,
    removed: 0,
    hash,
  };
}

function sentFile(path: string, text: string, isSubject: boolean): SentFile {
  const lines = text
    .split("\n")
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter((line) => line.text.trim() !== "" && !(isSubject && /^\s{0,6}#/.test(line.text)));
  return { path, sha: blobId(text), role: isSubject ? "subject" : "related", lines };
}

/** Git's name of a text. */
export function blobId(text: string): string {
  return createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");
}

/** What claims about a sample are held against. */
export function groundOf(sample: SampleRepository, task: AiTask = "analysis"): ClaimGround {
  const source = snapshot(sample.files as Files);
  const files = source.files.map((file) => ({ ...file, sha: blobId(file.text) }));
  const { repository, located } = prepare({ ...source, files }, { now: NOW, lookups: NO_LOOKUPS });
  const findings = located.map(({ finding }) => finding);
  const known: KnownFinding[] = findings.map(({ rule, severity, path, range }) => ({
    rule,
    severity,
    path,
    line: range.line,
    endLine: range.endLine,
  }));
  return { context: { ...contextOf(sample, task), known }, repository, findings };
}

export type Said = Pick<RawClaim, "topic" | "title" | "message"> & Partial<RawClaim>;

/** A claim whose quote is what the context sent of a path at the line that begins with `from`, or from there to one that begins with `to`. */
export function claimOn(
  context: AiContext,
  [path = "", from = "", to = from]: readonly string[],
  said: Said,
): RawClaim {
  const lines = context.files.find((file) => file.path === path)?.lines ?? [];
  const first = lines.findIndex(({ text }) => text.trim().startsWith(from));
  const last = lines.findIndex(({ text }, index) => index >= first && text.trim().startsWith(to));
  if (first < 0 || last < 0) throw new Error(`No line of ${path} begins with ${from} or ${to}.`);
  const quote = lines
    .slice(first, last + 1)
    .map(({ text }) => text)
    .join("\n");
  return { category: "ci_cd", severity: "medium", path, line: first + 1, endLine: last + 1, quote, ...said };
}
