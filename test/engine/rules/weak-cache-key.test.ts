import { describe, expect, it } from "vitest";
import { weakCacheKey } from "../../../worker/engine/rules/github/weak-cache-key.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (steps: string, more = "", on = "on: pull_request\n") =>
  `${on}permissions: {}\nconcurrency: {group: x, cancel-in-progress: true}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${more}    steps:\n${steps}`;
const CACHE = "      - uses: actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0\n";
const cache = (key: string, path = "~/.npm") =>
  job(`${CACHE}        with:\n          path: ${path}\n          key: ${key}\n`);
const W = ".github/workflows/ci.yml";
const files = (text: string, ...names: string[]) => ({
  [W]: text,
  ...Object.fromEntries(names.map((name) => [name, null])),
});
const LOCK = "package-lock.json";

describe("weak-cache-key stays silent", () => {
  it.each([
    ["a hash of the lockfile", files(cache("x-${{ hashFiles('package-lock.json') }}"), LOCK)],
    ["a hash of lockfiles anywhere", files(cache("x-${{ hashFiles('**/package-lock.json') }}"), `web/${LOCK}`)],
    ["a key for each run", files(cache("x-${{ github.run_id }}"), LOCK)],
    ["a key from a step", files(cache("x-${{ steps.date.outputs.day }}"), LOCK)],
    ["other things than packages", files(cache("models-v1", "~/models"), LOCK)],
    ["a pattern that is computed", files(cache("x-${{ hashFiles(matrix.lock) }}"), LOCK)],
    ["files that we do not list", files(cache("x-${{ hashFiles('src/**/*.c') }}", "~/.npm"), LOCK)],
    [
      "a second pattern that is there",
      files(cache("x-${{ hashFiles('a/package-lock.json', 'package-lock.json') }}"), LOCK),
    ],
    ["no cache", files(job("      - run: npm ci\n"), LOCK)],
  ])("on %s", (_, text) => {
    expect(placesOf(weakCacheKey, text)).toEqual([]);
  });
});

describe("weak-cache-key reports", () => {
  it.each([
    ["a key that never changes", files(cache("npm-cache"), LOCK), ["12:16 medium"]],
    ["a key of the system alone", files(cache("${{ runner.os }}-npm"), LOCK), ["12:16 medium"]],
    ["a lockfile that is not there", files(cache("x-${{ hashFiles('yarn.lock') }}"), LOCK), ["12:16 medium"]],
    [
      "modules of another folder",
      files(cache("x-${{ hashFiles('web/package-lock.json') }}", "node_modules"), LOCK),
      ["12:16 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(weakCacheKey, text)).toEqual(places);
  });
});

describe("weak-cache-key fixes", () => {
  it("by system and lockfile", () => {
    expect(fixOf(weakCacheKey, files(cache("npm-cache"), LOCK)).text).toContain(
      "          key: ${{ runner.os }}-npm-cache-${{ hashFiles('package-lock.json') }}\n",
    );
  });
});

describe("weak-cache-key offers no fix", () => {
  it("without a lockfile in the root", () => {
    expect(fixOf(weakCacheKey, files(cache("npm-cache"), `web/${LOCK}`))).toMatchObject({
      text: null,
      reason: expect.stringContaining("by hand"),
    });
  });
});
