import { describe, expect, it } from "vitest";
import { haskellDetector } from "../../../../worker/engine/profile/haskell/haskell-detector.ts";
import { commandsOf, detected, detectIn, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const PACKAGE = `name: shop
dependencies:
- base >= 4.7 && < 5
- servant-server
- postgresql-simple

executables:
  shop-exe:
    main: Main.hs

tests:
  shop-test:
    main: Spec.hs
`;
const CABAL = `cabal-version: 3.0
name: shop
tested-with: GHC ==9.6.6 || ==9.8.4

library
  build-depends: base >=4.16,
                 scotty ^>=0.22,
test-suite spec
  type: exitcode-stdio-1.0
`;

describe("Stack", () => {
  const files: Files = {
    "stack.yaml": "resolver: lts-22.43\npackages:\n- .\n",
    "stack.yaml.lock": null,
    "package.yaml": PACKAGE,
  };

  it("is told by its manifests", () => {
    const app = detected(haskellDetector, files);
    expect(app.language).toBe("haskell");
    expect(managerOf(app)).toBe("stack - stack.yaml.lock");
    expect(app.frameworks).toEqual(["servant"]);
    expect(servicesOf(app)).toEqual(["postgres"]);
    expect(runtimesOf(app)).toEqual(["haskell 9.6 exact stack.yaml"]);
    expect(commandsOf(app)).toEqual({
      install: "stack build --test --no-run-tests --only-dependencies",
      test: "stack test",
      build: "stack build",
      start: "stack run",
    });
  });

  it.each<[string, string[]]>([
    [
      "snapshot: https://raw.githubusercontent.com/commercialhaskell/stackage-snapshots/master/lts/23/18.yaml\n",
      ["haskell 9.8 exact stack.yaml"],
    ],
    ["resolver: ghc-9.4.8\n", ["haskell 9.4.8 exact stack.yaml"]],
    ["resolver: nightly-2026-01-01\n", []],
  ])("%j has the version %j", (text, runtimes) => {
    expect(runtimesOf(detected(haskellDetector, { "stack.yaml": text }))).toEqual(runtimes);
  });

  it("that does not parse is told", () => {
    expect(notesOf(detected(haskellDetector, { "stack.yaml": "resolver: [" }))).toEqual([
      "manifest_unreadable stack.yaml",
    ]);
  });
});

describe("Cabal", () => {
  it("is told by its manifest", () => {
    const app = detected(haskellDetector, { "shop.cabal": CABAL, "src/Shop.hs": null });
    expect(managerOf(app)).toBe("cabal - -");
    expect(app.frameworks).toEqual(["scotty"]);
    expect(runtimesOf(app)).toEqual(["haskell 9.6.6 range shop.cabal"]);
    expect(commandsOf(app)).toEqual({
      install: "cabal update && cabal build all --enable-tests --only-dependencies",
      test: "cabal test all",
      build: "cabal build all",
    });
  });

  it("is one project of several packages", () => {
    const files = { "cabal.project": "packages: */*.cabal\n", "a/a.cabal": CABAL, "b/b.cabal": "name: b\n" };
    const project = detected(haskellDetector, files);
    expect(project.monorepo).toEqual({ tool: "cabal", packages: ["a", "b"] });
    expect(detectIn(haskellDetector, files, "a")).toBeNull();
  });
});

it("another tool's package.yaml is none", () => {
  expect(detectIn(haskellDetector, { "package.yaml": "name: x\n" })).toBeNull();
});
