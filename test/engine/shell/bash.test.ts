import * as fc from "fast-check";
import { expect, it } from "vitest";
import { findExpressions } from "../../../worker/engine/expressions/find.ts";
import { scanBash } from "../../../worker/engine/shell/bash.ts";

const commands = (text: string) =>
  scanBash(text)
    .commands.map((command) => command.words.map((word) => word.text))
    .filter((words) => words.length > 0);
const quotings = (text: string) => scanBash(text).places.map((place) => place.quoting);

it.each([
  ["npm ci", [["npm", "ci"]]],
  [
    "npm ci && npm test",
    [
      ["npm", "ci"],
      ["npm", "test"],
    ],
  ],
  [
    "cd app; npm ci\nnpm test",
    [
      ["cd", "app"],
      ["npm", "ci"],
      ["npm", "test"],
    ],
  ],
  ["npm \\\n  install \\\r\n  --no-audit", [["npm", "install", "--no-audit"]]],
  ["# npm install\nnpm ci # npm install", [["npm", "ci"]]],
  ["echo 'npm install' \"a;b\" c\\;d e#f", [["echo", "npm install", "a;b", "c;d", "e#f"]]],
  ["CI=1 NODE_ENV='x y' npm ci", [["npm", "ci"]]],
  [
    "if npm ci; then npm test; else exit 1; fi",
    [
      ["npm", "ci"],
      ["npm", "test"],
      ["exit", "1"],
    ],
  ],
  [
    "for d in a b; do (cd $d && npm ci); done",
    [
      ["for", "d", "in", "a", "b"],
      ["cd", "$d"],
      ["npm", "ci"],
    ],
  ],
  [
    "while read -r l; do echo $l; done < f",
    [
      ["read", "-r", "l"],
      ["echo", "$l"],
    ],
  ],
  ["install() {\n  npm ci\n}\ninstall", [["npm", "ci"], ["install"]]],
  [
    "npm ci 2>&1 | tee log.txt >> all",
    [
      ["npm", "ci"],
      ["tee", "log.txt"],
    ],
  ],
  [
    "npm ci &> log && npm test",
    [
      ["npm", "ci"],
      ["npm", "test"],
    ],
  ],
  ["x=$(npm ls)", [["npm", "ls"]]],
  [
    'echo "$(npm install)"',
    [
      ["echo", "$(npm install)"],
      ["npm", "install"],
    ],
  ],
  [
    "echo `npm ls` z",
    [
      ["echo", "`npm ls`", "z"],
      ["npm", "ls"],
    ],
  ],
  [
    "[[ a == b && -f c ]] && npm ci",
    [
      ["[[", "a", "==", "b", "&&", "-f", "c", "]]"],
      ["npm", "ci"],
    ],
  ],
  ["[[ $x =~ ^(a|b)$ ]]", [["[[", "$x", "=~", "^(a|b)$", "]]"]]],
  ["a=(npm install) npm ci", [["npm", "ci"]]],
  [
    "diff <(npm ls) b",
    [
      ["diff", "<(npm ls)", "b"],
      ["npm", "ls"],
    ],
  ],
  ["(( i++ )); echo $((1+2))", [["echo", "$((1+2))"]]],
  ["", []],
])("splits `%s`", (text, expected) => {
  expect(commands(text)).toEqual(expected);
});

it("takes the text of a here-document for data", () => {
  expect(commands("cat <<EOF > f\nnpm install\nEOF\nnpm ci")).toEqual([["cat"], ["npm", "ci"]]);
  expect(commands("cat <<-'X'\n\tnpm install\n\tX\nnpm ci")).toEqual([["cat"], ["npm", "ci"]]);
  expect(commands("cat <<A <<B\nnpm i\nA\nnpm i\nB\nnpm ci\r\n")).toEqual([["cat"], ["npm", "ci"]]);
});

it("takes the patterns of a case for data", () => {
  const text = "case $1 in\n  npm|yarn) npm ci ;;\n  (install) echo x;;\n  *) exit 1\nesac\necho after";
  expect(commands(text)).toEqual([
    ["case", "$1", "in"],
    ["npm", "ci"],
    ["echo", "x"],
    ["exit", "1"],
    ["echo", "after"],
  ]);
});

it("gives offsets of commands and words", () => {
  const text = "if  true; then npm  'ci'; fi";
  const command = scanBash(text).commands.at(1);
  expect(command).toMatchObject({ start: 15, end: 24, connector: ";", following: ";" });
  expect(command?.words.map((word) => text.slice(word.start, word.end))).toEqual(["npm", "'ci'"]);
});

it("knows how commands depend on each other", () => {
  const connectors = scanBash("a && b || c | d & e\nf").commands.map((command) => [
    command.connector,
    command.following,
  ]);
  expect(connectors).toEqual([
    ["", "&&"],
    ["&&", "||"],
    ["||", "|"],
    ["|", "&"],
    ["&", "\n"],
    ["\n", ""],
  ]);
});

it("keeps what happens in a subshell apart", () => {
  const found = scanBash("(cd a; x)\ny").commands.map((command) => command.subshells.length);
  expect(found).toEqual([1, 1, 0]);
});

it("reads assignments, redirections and the parent of a substitution", () => {
  const { commands: found } = scanBash('OUT="$(cat x)" run >> "$GITHUB_OUTPUT" 2>/dev/null');
  expect(found[0]?.assignments).toMatchObject([{ name: "OUT", value: { isStatic: false } }]);
  expect(found[0]?.redirects).toMatchObject([
    { operator: ">>", descriptor: "", target: { text: "$GITHUB_OUTPUT" } },
    { operator: ">", descriptor: "2", target: { text: "/dev/null" } },
  ]);
  expect(found[1]?.parent).toBe(found[0]);
});

it.each([
  ["echo ${{ github.head_ref }}", "unquoted"],
  ['echo "${{ github.head_ref }}"', "double"],
  ["echo '${{ github.head_ref }}'", "single"],
  ["echo $'${{ github.head_ref }}'", "ansi_c"],
  ["# ${{ github.head_ref }}", "comment"],
  ["cat <<EOF\n${{ github.head_ref }}\nEOF", "heredoc"],
  ["cat <<'EOF'\n${{ github.head_ref }}\nEOF", "heredoc_quoted"],
  ["cat <<\\EOF\n${{ github.head_ref }}\nEOF", "heredoc_quoted"],
  ["echo $(( ${{ inputs.n }} + 1 ))", "evaluated"],
  ["echo ${X:-${{ inputs.n }}}", "evaluated"],
  ['echo "$(git log ${{ github.head_ref }})"', "unquoted"],
  ['echo "it\'s ${{ github.head_ref }}"', "double"],
  ["echo 'a' ${{ format('it''s {0}', github.ref) }} 'b'", "unquoted"],
  ["if [[ ${{ inputs.a }} == 'x' ]]; then", "unquoted"],
  ["case ${{ inputs.a }} in", "unquoted"],
  ["x=${{ inputs.a }}", "unquoted"],
])("says how the expression in `%s` is quoted", (text, quoting) => {
  expect(quotings(text)).toEqual([quoting]);
});

it("links an expression to its word and command", () => {
  const [place] = scanBash("npm test -- --x=${{ inputs.a }}").places;
  expect(place).toMatchObject({ word: { start: 12, end: 31 }, command: { words: [{ text: "npm" }, {}, {}, {}] } });
});

it.each(["echo 'open", 'echo "open', "echo $(open", "cat <<EOF\nopen", "echo `open", "(a", "$((1"])(
  "admits that `%s` is not complete",
  (text) => {
    expect(scanBash(text).isComplete).toBe(false);
  },
);

it("survives any text and meets every expression once", async () => {
  const pieces = [
    "'",
    '"',
    "$(",
    "`",
    ")",
    "(",
    "<<A",
    "\n",
    "A\n",
    "${{ a }}",
    " ",
    "case x in",
    ";;",
    "esac",
    "\\",
    "#",
  ];
  const piece = fc.constantFrom(...pieces, "[[", "{", "${", "=(", "<(", "x", "$'", "$((", "&&");
  const property = fc.property(fc.array(piece, { maxLength: 40 }), (chosen) => {
    const text = chosen.join("");
    const met = scanBash(text).places.map((place) => place.span.start);
    expect(met).toEqual(findExpressions(text).map((span) => span.start));
  });
  await fc.assert(property, { numRuns: 2000 });
});

it.each(["$(", "(", '"$(', "`", "${", "case x in ", "<<A ", "a=(", "[[ ", "1"])(
  "needs linear time for a text of `%s`",
  (piece) => {
    const before = performance.now();
    scanBash(piece.repeat(100_000));
    expect(performance.now() - before).toBeLessThan(1500);
  },
);
