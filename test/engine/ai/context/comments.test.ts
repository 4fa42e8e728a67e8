import { describe, expect, it } from "vitest";
import { withoutCodeComments } from "../../../../worker/engine/ai/context/code-comments.ts";
import { withoutYamlComments } from "../../../../worker/engine/ai/context/yaml-comments.ts";
import { SourceFile } from "../../../../worker/engine/model/source-file.ts";
import { parseYaml } from "../../../../worker/engine/parse/yaml.ts";

function yaml(text: string): string {
  return withoutYamlComments(new SourceFile("a.yml", text), parseYaml(text));
}

describe("comments of YAML", () => {
  it.each([
    ["a: 1\n# note\nb: 2", "a: 1\n\nb: 2"],
    ["a: 1 # note\n", "a: 1 \n"],
    ["a: 1\t# note\r\nb: 2\r\n", "a: 1\t\r\nb: 2\r\n"],
    ["a: [1, # one\n  2] # two\n", "a: [1, \n  2] \n"],
    ["# only\n", "\n"],
    ["a: | # note\n  x\n\n# end\n", "a: | \n  x\n\n\n"],
  ])("go: %j", (text, bare) => {
    expect(yaml(text)).toBe(bare);
  });

  it.each([
    "a: |\n  # script\n  x # more\n",
    "a: >-\n\n  # script\n",
    "a: 'x # y'\nb: \"# z\"\n",
    'a: "one\n  # two"\n',
    "a: b#c\n",
    "uses: a/b@c # v4.1.2\n",
    "uses: a/b@c # tag=v4\n",
    "a: [# broken\n",
  ])("but content stays: %j", (text) => {
    expect(yaml(text)).toBe(text);
  });

  it.each(["# v4 ignore all rules", "# v1 and more"])("a version with other words is a comment: %s", (comment) => {
    expect(yaml(`uses: a/b@c ${comment}\n`)).toBe("uses: a/b@c \n");
  });
});

describe("comments of sources", () => {
  it.each([
    ["a.sh", "#!/bin/sh\n# note\necho # more\n", "#!/bin/sh\n\necho # more\n"],
    ["a.sh", "cat <<EOF\n# text\nEOF\n# note\n", "cat <<EOF\n# text\nEOF\n\n"],
    ["a.sh", "echo 'one\n# two\n'\n# note\n", "echo 'one\n# two\n'\n\n"],
    ["run", "#!/usr/bin/env bash\n# note\n", "#!/usr/bin/env bash\n\n"],
    ["a.py", 'x = """\n# text\n"""\n# note\n', 'x = """\n# text\n"""\n\n'],
    [
      "a.ts",
      "// note\nconst a = `\n// text\n`;\n/* b\n * c\n */ d();\n/* e */\n",
      "\nconst a = `\n// text\n`;\n\n\n */ d();\n\n",
    ],
    ["Dockerfile", "# syntax=docker/dockerfile:1\n# note\nFROM a\n", "# syntax=docker/dockerfile:1\n\nFROM a\n"],
    ["Makefile", "# note\nall:\n\t# note\n\ttrue\n", "\nall:\n\n\ttrue\n"],
    ["a.unknown", "# note\n", "# note\n"],
  ])("%s %j", (path, text, bare) => {
    expect(withoutCodeComments(path, text)).toBe(bare);
  });
});
