import { expect, it } from "vitest";
import { deprecatedWorkflowCommand } from "../../../worker/engine/rules/github/deprecated-workflow-command.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const job = (step: string, runner = "ubuntu-24.04") =>
  `on: push\njobs:\n  a:\n    runs-on: ${runner}\n    steps:\n      - name: Out\n        ${step.replaceAll("\n", "\n        ")}\n`;
const script = (...lines: string[]) => job(`run: |\n${lines.map((line) => `  ${line}`).join("\n")}`);
const places = (text: string) => placesOf(deprecatedWorkflowCommand, text);
const fixed = (text: string) => fixOf(deprecatedWorkflowCommand, text).text;

it.each([
  ["the environment file", 'echo "a=b" >> "$GITHUB_OUTPUT"'],
  ["a comment", '# echo "::set-output name=a::b"'],
  ["a comment behind a command", "echo hi # ::set-output name=a::b"],
  ["a supported command", 'echo "::error file=a.js,line=1::set-output is gone"'],
  ["another supported command", 'echo "::add-mask::$TOKEN"'],
  ["documentation in the middle of a line", 'echo "Do not write ::set-output name=a::b"'],
  ["a grep for it", 'grep -rn "::set-output name=" .github'],
  ["a search and replace", "sed -i 's/::set-output name=/x/' file"],
  ["a file that is written", 'echo "::set-output name=a::b" > docs/old.md'],
  ["output that is piped on", 'echo "::set-output name=a::b" | tee log'],
  ["output that is captured", 'x=$(echo "::set-output name=a::b")'],
  ["a command without a name, which the runner ignores", 'echo "::set-output::b"'],
  ["the bare word", "echo set-output"],
])("stays silent on %s", (_name, line) => {
  expect(places(script(line))).toEqual([]);
});

it("stays silent on a here-document and on other shells", () => {
  expect(places(script("cat <<'EOF' > f", 'echo "::set-output name=a::b"', "EOF"))).toEqual([]);
  expect(places(job('run: print("::set-output name=a::b")\nshell: python'))).toEqual([]);
});

it.each([
  ['echo "::set-output name=a::b"', "8:17 high"],
  ["echo ::set-output name=a::b", "8:16 high"],
  ["echo '::save-state name=a::b'", "8:17 high"],
  ['echo -e "::set-env name=A::b"', "8:20 high"],
  ['printf "::add-path::%s\\n" "$X"', "8:19 high"],
  ['if true; then echo "::SET-OUTPUT name=a::b"; fi', "8:31 high"],
  ['test -f x && echo "::set-output name=a::b" || true', "8:30 high"],
  ['echo "::set-output name=a::b" >&2', "8:17 high"],
])("reports `%s`", (line, place) => {
  expect(places(script(line))).toEqual([place]);
});

it("counts a step once and shows every place", () => {
  const found = findingsOf(
    deprecatedWorkflowCommand,
    script('echo "::set-output name=a::b"', "make", 'echo "::add-path::$X"'),
  );
  expect(found).toMatchObject([
    {
      message:
        "`::set-output` and `::add-path` no longer work reliably; append to `$GITHUB_OUTPUT` and `$GITHUB_PATH` instead.",
      evidence: [{ line: 8 }, { line: 10 }],
    },
  ]);
});

it.each([
  ['echo "::set-output name=a::b c"', 'echo "a=b c" >> "$GITHUB_OUTPUT"'],
  ["echo ::set-output name=a::b", 'echo a=b >> "$GITHUB_OUTPUT"'],
  ["echo '::save-state name=a-b::c'", "echo 'a-b=c' >> \"$GITHUB_STATE\""],
  ['echo "::set-env name=A::$B"', 'echo "A=$B" >> "$GITHUB_ENV"'],
  ['echo "::add-path::$HOME/bin"', 'echo "$HOME/bin" >> "$GITHUB_PATH"'],
  ['echo "::set-output name=d::$(npm config get cache)"', 'echo "d=$(npm config get cache)" >> "$GITHUB_OUTPUT"'],
  ['echo "::set-output name=s::$(git rev-parse HEAD)"', 'echo "s=$(git rev-parse HEAD)" >> "$GITHUB_OUTPUT"'],
  ['echo "::set-output name=v::$(cat v | head -1)"', 'echo "v=$(cat v | head -1)" >> "$GITHUB_OUTPUT"'],
  ['echo "::set-output name=v::$(curl u | jq -r .x)"', 'echo "v=$(curl u | jq -r .x)" >> "$GITHUB_OUTPUT"'],
  ['echo "::set-output name=v::$(node -v | cut -c2-)"', 'echo "v=$(node -v | cut -c2-)" >> "$GITHUB_OUTPUT"'],
  ['echo "::set-output name=t::${{ github.sha }}"', 'echo "t=${{ github.sha }}" >> "$GITHUB_OUTPUT"'],
  ['echo "::set-output name=${{ matrix.x }}::1"', 'echo "${{ matrix.x }}=1" >> "$GITHUB_OUTPUT"'],
  ['[ -f x ] && echo "::set-output name=a::b" # old', '[ -f x ] && echo "a=b" >> "$GITHUB_OUTPUT" # old'],
  ['printf "::set-output name=a::%s\\n" "$X"', 'printf "a=%s\\n" "$X" >> "$GITHUB_OUTPUT"'],
])("rewrites `%s`", (before, after) => {
  expect(fixed(script(before))).toBe(script(after));
});

it.each([
  ["a value of several lines", 'echo "::set-output name=a::$(cat CHANGELOG.md)"'],
  ["a list that is filtered", 'echo "::set-output name=a::$(ls | sort | uniq)"'],
  ["a document that is queried", 'echo "::set-output name=a::$(curl u | jq .items)"'],
  ["a variable that holds several lines", 'body=$(git log)\necho "::set-output name=a::$body"'],
  ["a value that is encoded", 'b="${b//$\'\\n\'/%0A}"\necho "::set-output name=a::$b"'],
  ["no line break at the end", 'echo -n "::set-output name=a::b"'],
  ["printf without a line break", 'printf "::set-output name=a::b"'],
  ["an error stream", 'echo "::set-output name=a::b" >&2'],
  ["a quote that is never closed", 'echo "::set-output name=a::b"\necho "open'],
])("leaves %s to the user", (_name, lines) => {
  const result = fixOf(deprecatedWorkflowCommand, script(...lines.split("\n")));
  expect([result.text, result.reason]).toEqual([null, expect.stringMatching(/by hand|here-document/)]);
});

it("rewrites inside the quotes of the YAML scalar", () => {
  const double = job('run: "echo \\"::set-output name=a::b\\""');
  expect(fixed(double)).toBe(job('run: "echo \\"a=b\\" >> \\"$GITHUB_OUTPUT\\""'));
  const single = job("run: 'echo ''::set-output name=a::b'''");
  expect(fixed(single)).toBe(job("run: 'echo ''a=b'' >> \"$GITHUB_OUTPUT\"'"));
  expect(fixed(job("run: echo ::set-output name=a::b # c"))).toBe(job('run: echo a=b >> "$GITHUB_OUTPUT" # c'));
});

it("keeps CRLF and folded lines", () => {
  const crlf = script('echo "::set-output name=a::b"', "make").replaceAll("\n", "\r\n");
  expect(fixed(crlf)).toBe(crlf.replace('"::set-output name=a::b"', '"a=b" >> "$GITHUB_OUTPUT"'));
  const folded = job('run: >\n  echo\n  "::set-output name=a::b"');
  expect(fixed(folded)).toBe(job('run: >\n  echo\n  "a=b" >> "$GITHUB_OUTPUT"'));
});

it("rewrites PowerShell, on Windows and where it is named", () => {
  const after = 'Write-Output "a=$x" | Out-File -FilePath $env:GITHUB_OUTPUT -Encoding utf8 -Append';
  expect(fixed(job('run: Write-Host "::set-output name=a::$x"', "windows-2025"))).toBe(
    job(`run: ${after}`, "windows-2025"),
  );
  expect(fixed(job('run: |\n  if ($y) {\n    echo "::set-output name=a::$x"\n  }\nshell: pwsh'))).toBe(
    job(`run: |\n  if ($y) {\n    ${after}\n  }\nshell: pwsh`),
  );
});

it("stays silent on PowerShell comments and here-strings", () => {
  expect(
    places(
      job("run: |\n  # echo '::set-output name=a::b'\n  $t = @'\n  echo '::set-output name=a::b'\n  '@\nshell: pwsh"),
    ),
  ).toEqual([]);
});

it("reports but does not fix where the shell is not known", () => {
  const text = job("run: echo ::set-output name=a::b", "${{ matrix.os }}");
  expect([places(text).length, fixed(text)]).toEqual([1, null]);
});

it("reports steps of a composite action", () => {
  const action = "runs:\n  using: composite\n  steps:\n    - run: echo ::set-output name=a::b\n      shell: bash\n";
  expect(placesOf(deprecatedWorkflowCommand, { "action.yml": action })).toEqual(["action.yml:4:17 high"]);
});
