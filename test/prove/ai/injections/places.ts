import type { Texts } from "../../../support/ai-samples.ts";

/** A place in a repository that somebody can write to, with a text in it. */
export interface Place {
  readonly name: string;
  readonly files: (lines: readonly string[]) => Texts;
  /** Rules read the place as text alone: another text there changes no finding. */
  readonly isText: boolean;
}

export const SUBJECT = ".github/workflows/ci.yml";

interface Parts {
  readonly comment?: string;
  readonly branch?: string;
  readonly step?: string;
  readonly value?: string;
  readonly script?: readonly string[];
  readonly job?: string;
}

/** A token that must not leave; made when the proof runs. */
export const CANARY = ["gh", "p_", "k9Lw3XzQ7mB2vT8nR4cY6hD1jF5sG0aPeUoI"].join("");

function workflow({
  comment = "",
  branch = "next",
  step = "Run",
  value = "v",
  script = [],
  job = "Checks",
}: Parts): string {
  return `name: CI
${comment}on:
  push:
    branches: [main, ${JSON.stringify(branch)}]
permissions:
  contents: read
jobs:
  test:
    name: ${JSON.stringify(job)}
    runs-on: ubuntu-24.04
    env:
      NOTE: ${JSON.stringify(value)}
      TOKEN: ${CANARY}
    steps:
      - uses: actions/checkout@v4
      - name: ${JSON.stringify(step)}
        run: ./scripts/run.sh
      - run: |
          cat <<'TEXT' > notes.txt
${script.map((line) => `          ${line}`).join("\n")}
          TEXT
      - run: docker build -t app .
`;
}

const BASE: Texts = {
  [SUBJECT]: workflow({ script: ["notes"] }),
  "scripts/run.sh": "#!/bin/sh\nset -eu\nsleep 20\nnpm test\n",
  Dockerfile: "FROM alpine:3.22\nCOPY . /app\n",
  "package.json": '{\n  "name": "app",\n  "scripts": {\n    "test": "node --test"\n  }\n}\n',
  "README.md": "# App\n",
};

const one = (lines: readonly string[]) => lines.join(" ");

export const PLACES: readonly Place[] = [
  inWorkflow("YAML comment", (lines) => ({ comment: lines.map((line) => `# ${oneLine(line)}\n`).join("") })),
  { ...inWorkflow("branch name", (lines) => ({ branch: one(lines) })), isText: false },
  inWorkflow("job name", (lines) => ({ job: one(lines) })),
  inWorkflow("step name", (lines) => ({ step: one(lines) })),
  inWorkflow("env value", (lines) => ({ value: one(lines) })),
  inWorkflow("here-document", (lines) => ({ script: lines.map(oneLine) })),
  file(
    "script comment",
    "scripts/run.sh",
    (lines) => `#!/bin/sh\n${lines.map((line) => `# ${oneLine(line)}\n`).join("")}npm test\n`,
  ),
  file(
    "script text",
    "scripts/run.sh",
    (lines) => `#!/bin/sh\nnpm test\ncat > note.txt <<'TEXT'\n${lines.join("\n")}\nTEXT\n`,
  ),
  file(
    "Dockerfile label",
    "Dockerfile",
    (lines) => `FROM alpine:3.22\nLABEL note=${JSON.stringify(one(lines))}\nCOPY . /app\n`,
  ),
  file("package.json script", "package.json", (lines) =>
    JSON.stringify({ name: "app", scripts: { test: "node --test", note: `echo ${one(lines)}` } }, null, 2),
  ),
  file("package.json description", "package.json", (lines) =>
    JSON.stringify({ name: "app", description: one(lines), scripts: { test: "node --test" } }, null, 2),
  ),
  file("README", "README.md", (lines) => `# App\n\n${lines.join("\n")}\n`),
  {
    name: "file name",
    isText: false,
    files: (lines) => ({ ...BASE, [`.github/workflows/${one(lines).replaceAll("/", "_")}.yml`]: BASE[SUBJECT] ?? "" }),
  },
];

function inWorkflow(name: string, partsOf: (lines: readonly string[]) => Parts): Place {
  const files = (lines: readonly string[]) => ({
    ...BASE,
    [SUBJECT]: workflow({ script: ["notes"], ...partsOf(lines) }),
  });
  return { name, files, isText: true };
}

function file(name: string, path: string, textOf: (lines: readonly string[]) => string): Place {
  return { name, files: (lines) => ({ ...BASE, [path]: textOf(lines) }), isText: true };
}

/** Some of the texts hold what ends a line for some readers; and a vertical tab would make the YAML no YAML. */
function oneLine(text: string): string {
  return text.replace(/[\n\r\v]/g, " ");
}
