import { describe, expect, it } from "vitest";
import { invalidEnvName } from "../../../worker/engine/rules/github/invalid-env-name.ts";
import { placesOf } from "../../support/engine.ts";

const job = (body: string, steps = "      - run: make\n") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${body}    steps:\n${steps}`;

describe("invalid-env-name stays silent", () => {
  it.each([
    ["letters, digits, underscores", job("    env: {A_1: x}\n")],
    ["lower case", job("    env: {path_to: x}\n")],
    ["a dash", job("    env: {MY-VAR: x}\n")],
    ["a dot", job("    env: {spring.profile: x}\n")],
    ["inputs with spaces, which are no variables", job("", "      - uses: o/r@v1\n        with: {a b: 1}\n")],
    ["a computed name", job("    env: {'${{ matrix.x }}': x}\n")],
    ["an env from an expression", job("    env: ${{ fromJSON(vars.E) }}\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidEnvName, text)).toEqual([]);
  });
});

describe("invalid-env-name reports", () => {
  it.each([
    ["a space", job("    env: {MY VAR: x}\n"), ["7:11 medium"]],
    ["an equals sign", job("    env: {'A=B': x}\n"), ["7:11 medium"]],
    ["an ampersand", job("", "      - run: x\n        env: {'A&B': x}\n"), ["9:15 medium"]],
    ["one at the top", `env: {A B: 1}\n${job("")}`, ["1:7 medium"]],
    ["one of a container", job("    container: {image: x, env: {A B: 1}}\n"), ["7:33 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidEnvName, text)).toEqual(places);
  });
});
