import { describe, expect, it } from "vitest";
import { gleamDetector } from "../../../../worker/engine/profile/gleam/gleam-detector.ts";
import { commandsOf, detected, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const APP: Files = {
  "gleam.toml": `name = "shop"
version = "1.0.0"
gleam = ">= 1.4.0"

[dependencies]
gleam_stdlib = ">= 0.44.0 and < 2.0.0"
mist = ">= 5.0.0"
wisp = ">= 2.0.0"
pog = ">= 4.0.0"

[dev-dependencies]
gleeunit = ">= 1.0.0"
lustre = ">= 5.0.0"
`,
  "manifest.toml": "",
  "mise.toml": '[tools]\ngleam = "1.12.0"\nerlang = "28"\n',
  "src/shop.gleam": "import wisp\n\npub fn main() {\n}\n",
  "test/shop_test.gleam": "",
};

describe("an application in Gleam", () => {
  const app = detected(gleamDetector, APP);

  it("is told by its manifest", () => {
    expect(managerOf(app)).toBe("gleam - manifest.toml");
    expect(app.frameworks).toEqual(["wisp", "mist"]);
    expect(servicesOf(app)).toEqual(["postgres"]);
    expect(runtimesOf(app)).toEqual([
      "gleam 1.12.0 exact mise.toml",
      "gleam >= 1.4.0 range gleam.toml",
      "erlang 28 exact mise.toml",
    ]);
    expect(app.evidence.find(({ value }) => value === "wisp")?.line).toBe(8);
  });

  it("is checked by gleam itself", () => {
    expect(commandsOf(app)).toEqual({
      install: "gleam deps download",
      format: "gleam format --check src test",
      typecheck: "gleam check",
      test: "gleam test",
      build: "gleam build",
      start: "gleam run",
    });
  });
});

describe("packages of Gleam", () => {
  it.each<[string, Files, string[], string | null]>([
    ["a library without tests", { "gleam.toml": 'name = "lib"\n', "src/lib.gleam": "pub fn add() {}\n" }, [], null],
    [
      "a broken manifest",
      { "gleam.toml": "name = \n", "test/a_test.gleam": "" },
      ["manifest_unreadable gleam.toml"],
      "gleam test",
    ],
    ["odd types", { "gleam.toml": 'name = 3\ndependencies = "x"\n[dev-dependencies]\n"a(b" = "1"\n' }, [], null],
  ])("%s", (_, files, notes, test) => {
    const found = detected(gleamDetector, files);
    expect(notesOf(found)).toEqual(notes);
    expect(found.commands.test).toBe(test);
    expect(found.commands.start).toBeNull();
  });
});
