import { expect, it } from "vitest";
import { crystalDetector } from "../../../../worker/engine/profile/crystal/crystal-detector.ts";
import { commandsOf, detected, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";

const SHARD = `name: shop
version: 0.1.0
crystal: ">= 1.14.0"

dependencies:
  kemal:
    github: kemalcr/kemal
  pg:
    github: will/crystal-pg

development_dependencies:
  ameba:
    github: crystal-ameba/ameba

targets:
  shop:
    main: src/shop.cr
`;

it("a shard is told by its manifest", () => {
  const app = detected(crystalDetector, { "shard.yml": SHARD, "shard.lock": null, "spec/shop_spec.cr": null });
  expect(app.language).toBe("crystal");
  expect(managerOf(app)).toBe("shards - shard.lock");
  expect(app.frameworks).toEqual(["kemal"]);
  expect(servicesOf(app)).toEqual(["postgres"]);
  expect(runtimesOf(app)).toEqual(["crystal >= 1.14.0 range shard.yml"]);
  expect(commandsOf(app)).toEqual({
    install: "shards install --frozen",
    lint: "bin/ameba",
    format: "crystal tool format --check",
    test: "crystal spec",
    build: "shards build --release",
    start: "shards run shop",
  });
});

it("a library without lockfile and specs has fewer commands", () => {
  expect(commandsOf(detected(crystalDetector, { "shard.yml": "name: x\n" }))).toEqual({
    install: "shards install",
    format: "crystal tool format --check",
  });
});

it("a manifest that does not parse is told", () => {
  expect(notesOf(detected(crystalDetector, { "shard.yml": "a: [" }))).toEqual(["manifest_unreadable shard.yml"]);
});
