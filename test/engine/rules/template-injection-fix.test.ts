import { expect, it } from "vitest";
import { templateInjection } from "../../../worker/engine/rules/github/template-injection.ts";
import { fixOf } from "../../support/engine.ts";

const TITLE = "${{ github.event.issue.title }}";
const head = (runner = "ubuntu-24.04") => `on: issues\njobs:\n  a:\n    runs-on: ${runner}\n    steps:\n`;
const step = (...lines: string[]) => head() + lines.map((line) => `      ${line}\n`).join("");
const script = (...lines: string[]) => step("- name: S", "  run: |", ...lines.map((line) => `    ${line}`));
const withEnv = (...lines: string[]) =>
  step("- name: S", "  env:", `    ISSUE_TITLE: ${TITLE}`, "  run: |", ...lines.map((line) => `    ${line}`));
const fixed = (text: string) => fixOf(templateInjection, text).text;
const reason = (text: string) => fixOf(templateInjection, text).reason;

it.each([
  [`echo "${TITLE}"`, 'echo "${ISSUE_TITLE}"'],
  [`echo ${TITLE}`, 'echo "${ISSUE_TITLE}"'],
  [`echo "a ${TITLE} b" c`, 'echo "a ${ISSUE_TITLE} b" c'],
  [`T=${TITLE}`, 'T="${ISSUE_TITLE}"'],
  [`make x-${TITLE}.txt`, 'make x-"${ISSUE_TITLE}".txt'],
  [`if [[ ${TITLE} == a* ]]; then make; fi`, 'if [[ "${ISSUE_TITLE}" == a* ]]; then make; fi'],
  [`echo "$(wc -c <<< "${TITLE}")"`, 'echo "$(wc -c <<< "${ISSUE_TITLE}")"'],
  [`echo "${TITLE}" "${TITLE}"`, 'echo "${ISSUE_TITLE}" "${ISSUE_TITLE}"'],
])("moves `%s` into the environment", (before, after) => {
  expect(fixed(script(before))).toBe(withEnv(after));
});

it("moves the text of a here-document", () => {
  expect(fixed(script("cat <<EOF > f", TITLE, "EOF"))).toBe(withEnv("cat <<EOF > f", "${ISSUE_TITLE}", "EOF"));
});

it.each([
  ["single quotes", [`echo '${TITLE}'`], "single quotes"],
  ["a here-document with a quoted marker", ["cat <<'EOF'", TITLE, "EOF"], "here-document"],
  ["eval", [`eval "${TITLE}"`], "eval"],
  ["bash -c", [`bash -c "echo ${TITLE}"`], "bash"],
  ["a remote shell", [`ssh host "echo ${TITLE}"`], "ssh"],
  ["an inner program", [`docker run x sh -c "echo ${TITLE}"`], "sh"],
  ["a query", [`jq ".[] | select(.t == \\"${TITLE}\\")" f`], "jq"],
  ["an interpreter's input", ["python <<EOF", `print("${TITLE}")`, "EOF"], "python"],
  ["arithmetic", [`echo $(( ${TITLE} + 1 ))`], "evaluates"],
  ["the command itself", [TITLE], "the command itself"],
  ["an escape", [`echo "\\\\${TITLE}"`], "in front"],
  ["an indirection", [`echo $${TITLE}`], "in front"],
  ["the words of a loop", [`for w in ${TITLE}; do echo $w; done`], "several words"],
  ["a quote that is never closed", [`echo "${TITLE}`], "never closed"],
])("offers nothing inside %s", (_name, lines, words) => {
  const text = script(...lines);
  expect([fixed(text), reason(text)]).toEqual([null, expect.stringContaining(words)]);
});

it("writes the environment behind a script that comes first", () => {
  expect(fixed(step(`- run: echo "${TITLE}" # say`, "- run: make"))).toBe(
    step('- run: echo "${ISSUE_TITLE}" # say', "  env:", `    ISSUE_TITLE: ${TITLE}`, "- run: make"),
  );
});

it("adds to the environment that is there", () => {
  const env = (...lines: string[]) => ["- env:", "    A: b # keep", ...lines];
  expect(fixed(step(...env(), `  run: echo "${TITLE}"`))).toBe(
    step(...env(`    ISSUE_TITLE: ${TITLE}`), '  run: echo "${ISSUE_TITLE}"'),
  );
});

it("adds several variables at once", () => {
  const body = "${{ github.event.issue.body }}";
  expect(fixed(step("- env: { A: b }", `  run: echo "${TITLE}" "${body}"`))).toBe(
    step(
      `- env: { A: b, ISSUE_TITLE: '${TITLE}', ISSUE_BODY: '${body}' }`,
      '  run: echo "${ISSUE_TITLE}" "${ISSUE_BODY}"',
    ),
  );
  expect(fixed(step(`- run: echo "${TITLE}" "${body}"`))).toBe(
    step(
      '- run: echo "${ISSUE_TITLE}" "${ISSUE_BODY}"',
      "  env:",
      `    ISSUE_TITLE: ${TITLE}`,
      `    ISSUE_BODY: ${body}`,
    ),
  );
});

it("uses a variable that holds the text already", () => {
  const env = ["- env:", `    MINE: ${TITLE}`];
  expect(fixed(step(...env, `  run: echo "${TITLE}"`))).toBe(step(...env, '  run: echo "${MINE}"'));
  expect(fixed(step(...env, '  run: echo "${{ env.MINE }}"'))).toBe(step(...env, '  run: echo "${MINE}"'));
  const job = head().replace("    steps:", `    env:\n      MINE: ${TITLE}\n    steps:`);
  expect(fixed(`${job}      - run: echo "${TITLE}"\n`)).toBe(`${job}      - run: echo "\${MINE}"\n`);
});

it("takes another name where its own is in use", () => {
  const lines = (name: string, text: string) => [
    "- env:",
    "    ISSUE_TITLE: other",
    ...(name ? [`    ${name}: ${TITLE}`] : []),
    `  run: echo "${text}" "$ISSUE_TITLE_2"`,
  ];
  expect(fixed(step(...lines("", TITLE)))).toBe(step(...lines("ISSUE_TITLE_3", "${ISSUE_TITLE_3}")));
});

it("keeps CRLF, quotes and flow style of the file", () => {
  const crlf = script(`echo "${TITLE}"`, "make").replaceAll("\n", "\r\n");
  expect(fixed(crlf)).toBe(withEnv('echo "${ISSUE_TITLE}"', "make").replaceAll("\n", "\r\n"));
  expect(fixed(step(`- run: 'echo "${TITLE}"'`))).toBe(
    step("- run: 'echo \"${ISSUE_TITLE}\"'", "  env:", `    ISSUE_TITLE: ${TITLE}`),
  );
  expect(fixed(step(`- run: "echo \\"${TITLE}\\""`))).toBe(
    step('- run: "echo \\"${ISSUE_TITLE}\\""', "  env:", `    ISSUE_TITLE: ${TITLE}`),
  );
  expect(fixed(step(`- { name: S, run: 'echo "${TITLE}"' }`))).toBe(
    step(`- { name: S, run: 'echo "\${ISSUE_TITLE}"', env: { ISSUE_TITLE: '${TITLE}' } }`),
  );
});

const called = (declaration: string, ...lines: string[]) =>
  `on:\n  workflow_call:\n    inputs:\n      ${declaration}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${lines.map((line) => `      ${line}\n`).join("")}`;

it.each([
  ["tag: { type: string, required: true }", "make ${{ inputs.tag }}", 'make "${INPUT_TAG}"'],
  ["tag: { type: string, default: latest }", "make ${{ inputs.tag }}", 'make "${INPUT_TAG}"'],
  ["tag: { type: string }", "make ${{ inputs.tag }}", 'make ${INPUT_TAG:+"${INPUT_TAG}"}'],
  ["tag: { type: string }", "make T=${{ inputs.tag }}", 'make T="${INPUT_TAG}"'],
  ["tag: { type: string }", 'make "${{ inputs.tag }}"', 'make "${INPUT_TAG}"'],
  ["env: { type: string, required: true }", "make ${{ inputs.env }}", 'make "${INPUT_ENV}"'],
  ["path: { type: string, required: true }", "cd ${{ inputs.path }}", 'cd "${INPUT_PATH}"'],
])("keeps what a word of an input %s does: `%s`", (declaration, before, after) => {
  const name = declaration.split(":")[0] ?? "";
  expect(fixed(called(declaration, `- run: ${before}`))).toBe(
    called(declaration, `- run: ${after}`, "  env:", `    INPUT_${name.toUpperCase()}: \${{ inputs.${name} }}`),
  );
});

it.each([
  ["extra-args: { type: string, required: true }", "make ${{ inputs.extra-args }}"],
  ["testFiles: { type: string, required: true }", "make ${{ inputs.testFiles }}"],
  ["what: { type: string, default: a b }", "make ${{ inputs.what }}"],
  ["what: { type: string, default: '*.js' }", "make ${{ inputs.what }}"],
])("does not join words that were meant to be several: %s", (declaration, line) => {
  expect(fixed(called(declaration, `- run: ${line}`))).toBeNull();
});

it("quotes for PowerShell", () => {
  const windows = (...lines: string[]) => head("windows-2025") + lines.map((line) => `      ${line}\n`).join("");
  expect(fixed(windows(`- run: Write-Host "a ${TITLE}"`))).toBe(
    windows('- run: Write-Host "a ${env:ISSUE_TITLE}"', "  env:", `    ISSUE_TITLE: ${TITLE}`),
  );
  expect(fixed(windows(`- run: Write-Host ${TITLE}`))).toContain("Write-Host $env:ISSUE_TITLE\n");
  expect(fixed(windows(`- run: Write-Host '${TITLE}'`))).toBeNull();
  expect(fixed(windows(`- run: $x = ${TITLE}`))).toBeNull();
});

it("quotes for Python", () => {
  const python = (...lines: string[]) => step("- shell: python", "  run: |", ...lines.map((line) => `    ${line}`));
  const after = (...lines: string[]) =>
    step("- shell: python", "  env:", `    ISSUE_TITLE: ${TITLE}`, "  run: |", ...lines.map((line) => `    ${line}`));
  expect(fixed(python(`print("${TITLE}")`))).toBe(after("import os", 'print(os.environ["ISSUE_TITLE"])'));
  expect(fixed(python("import os", `print('''${TITLE}''')`))).toBe(
    after("import os", 'print(os.environ["ISSUE_TITLE"])'),
  );
  expect(fixed(python(`print("a ${TITLE}")`))).toBeNull();
});

it.each([
  [`const t = \`a ${TITLE}\`;`, "const t = `a ${process.env.ISSUE_TITLE}`;"],
  [`const t = "${TITLE}";`, "const t = process.env.ISSUE_TITLE;"],
  [`const t = 'a ${TITLE} b';`, "const t = ('a ' + process.env.ISSUE_TITLE + ' b');"],
])("quotes for JavaScript: `%s`", (before, after) => {
  const text = (line: string, ...env: string[]) =>
    step("- uses: actions/github-script@v8", ...env, "  with:", "    script: |", `      ${line}`);
  expect(fixed(text(before))).toBe(text(after, "  env:", `    ISSUE_TITLE: ${TITLE}`));
});

it("hands serialised objects to JavaScript as JSON, and refuses other bare text", () => {
  const text = (line: string) => step("- uses: actions/github-script@v8", "  with:", "    script: |", `      ${line}`);
  expect(fixed(text("const i = ${{ toJSON(github.event.issue) }};"))).toContain(
    "const i = JSON.parse(process.env.ISSUE);",
  );
  expect(fixed(text(`const n = ${TITLE};`))).toBeNull();
  expect(fixed(text(`eval("${TITLE}");`))).toBeNull();
});

it("does not fix a script whose shell is not known, or that cmd reads", () => {
  expect(fixed(`${head("${{ inputs.runner }}")}      - run: echo "${TITLE}"\n`)).toBeNull();
  expect(reason(step("- shell: cmd", `  run: echo "${TITLE}"`))).toContain("`cmd`");
});
