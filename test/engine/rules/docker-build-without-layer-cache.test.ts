import { describe, expect, it } from "vitest";
import { dockerBuildWithoutLayerCache } from "../../../worker/engine/rules/github/docker-build-without-layer-cache.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (steps: string, more = "", on = "on: pull_request\n") =>
  `${on}permissions: {}\nconcurrency: {group: x, cancel-in-progress: true}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${more}    steps:\n${steps}`;
const BUILD = "      - uses: docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83 # v6.18.0\n";
const build = (inputs: string) => `${BUILD}        with:\n          context: .\n${inputs}`;

describe("docker-build-without-layer-cache stays silent", () => {
  it.each([
    ["a cache", job(build("          cache-from: type=gha\n"))],
    ["no cache on purpose", job(build("          no-cache: true\n"))],
    ["a push", job(build("          push: true\n"))],
    ["a push that is computed", job(build("          push: ${{ github.event_name == 'push' }}\n"))],
    ["a release", job(build(""), "", "on: release\n")],
    ["an own runner", job(build("")).replace("ubuntu-24.04", "[self-hosted, linux]")],
    [
      "layers that are restored",
      job(`      - uses: actions/cache@v4\n        with: {path: /tmp/x, key: x}\n${build("")}`),
    ],
    ["a job that publishes beside it", job(`${build("")}      - run: docker push x\n`)],
    ["a builder of its own", job(build("          builder: remote\n"))],
  ])("on %s", (_, text) => {
    expect(placesOf(dockerBuildWithoutLayerCache, text)).toEqual([]);
  });
});

describe("docker-build-without-layer-cache reports", () => {
  it.each([
    ["a build for a pull request", job(build("")), ["9:15 low"]],
    ["one that pushes nothing", job(build("          push: false\n")), ["9:15 low"]],
    ["one for a push", job(build(""), "", "on: {push: {branches: [main]}}\n"), ["9:15 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(dockerBuildWithoutLayerCache, text)).toEqual(places);
  });
});

describe("docker-build-without-layer-cache fixes", () => {
  it("by both inputs", () => {
    expect(fixOf(dockerBuildWithoutLayerCache, job(build(""))).text).toBe(
      job(build("          cache-from: type=gha\n          cache-to: type=gha,mode=max\n")),
    );
  });
});
