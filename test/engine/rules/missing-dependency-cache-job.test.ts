import { describe, expect, it } from "vitest";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { missingDependencyCache } from "../../../worker/engine/rules/github/missing-dependency-cache.ts";
import { type Files, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const HEAD = "on: push\njobs:\n  test:\n    timeout-minutes: 5\n    runs-on: ubuntu-24.04\n";
const job = (steps: string) => `${HEAD}    steps:\n      - uses: actions/checkout@v4\n${steps}`;
const uses = (action: string) => `      - uses: ${action}\n`;
const run = (script: string, rest = "") => `      - run: ${script}\n${rest}`;
const placesIn = (text: string, files: Files) => placesOf(missingDependencyCache, { [WORKFLOW]: text, ...files });
const RUST: Files = { "Cargo.lock": null };

describe("missing-dependency-cache stays silent", () => {
  it.each<[string, string, Files]>([
    ["Rust with its cache", job(uses("Swatinem/rust-cache@v2") + run("cargo test")), RUST],
    ["a toolchain that caches", job(uses("actions-rust-lang/setup-rust-toolchain@v1") + run("cargo test")), RUST],
    ["Rust without a lockfile", job(run("cargo build")), { "Cargo.toml": null }],
    ["a Cargo command that builds nothing", job(run("cargo fmt --check")), RUST],
    [
      "Composer's own action",
      job(uses("ramsey/composer-install@v3") + run("composer install")),
      { "composer.lock": null },
    ],
    ["a PHP tool", job(run("composer global require x")), { "composer.lock": null }],
    ["setup-uv", job(uses("astral-sh/setup-uv@v6") + run("uv sync")), { "uv.lock": null }],
    ["uv without a lockfile", job(run("uv sync")), {}],
    ["words about Cargo", job(run("echo cargo test")), RUST],
  ])("on %s", (_, text, files) => {
    expect(placesIn(text, files)).toEqual([]);
  });
});

describe("missing-dependency-cache reports", () => {
  it.each<[string, string, Files]>([
    ["Cargo", job(run("cargo build --locked")), RUST],
    ["Cargo with a toolchain", job(uses("dtolnay/rust-toolchain@stable") + run("cargo +nightly clippy")), RUST],
    ["Composer", job(uses("shivammathur/setup-php@v2") + run("composer install --no-dev")), { "composer.lock": null }],
    ["uv beside pip", job(run("pip install uv") + run("uv sync --locked")), { "uv.lock": null }],
  ])("a job that nothing caches for: %s", (_, text, files) => {
    expect(placesIn(text, files)).toHaveLength(1);
  });

  it("one job once, where it first builds", () => {
    expect(placesIn(job(run("cargo build") + run("cargo test")), RUST)).toEqual(["8:9 medium"]);
  });
});

describe("missing-dependency-cache fixes", () => {
  const STEP = "- uses: Swatinem/rust-cache@6323deb102c322ba6fcbdcafc7e3dddab59af2b6 # v2.9.2";
  const lookups = tableLookups();

  it("Rust by a step in front of the first build", () => {
    const text = job(`      # all of it\n${run("cargo test")}`).replaceAll("\n", "\r\n");
    const { text: fixed, remediation } = fixOf(missingDependencyCache, { [WORKFLOW]: text, ...RUST }, { lookups });
    expect(fixed).toBe(text.replace("      - run", `      ${STEP}\r\n      - run`));
    expect(remediation?.fixClass).toBe("lookup");
  });

  it("Rust in a folder", () => {
    const text = job(run("cargo test", "        working-directory: crates/a\n"));
    const { text: fixed } = fixOf(
      missingDependencyCache,
      { [WORKFLOW]: text, "crates/a/Cargo.lock": null },
      { lookups },
    );
    expect(fixed).toContain(`      ${STEP}\n        with:\n          workspaces: crates/a\n      - run`);
  });
});

describe("missing-dependency-cache offers no fix", () => {
  it.each<[string, string, Files, string]>([
    ["where nobody knows the commit", job(run("cargo test")), RUST, "not known"],
    ["where an action replaces commands", job(run("composer install")), { "composer.lock": null }, "takes the place"],
  ])("%s", (_, text, files, reason) => {
    const result = fixOf(missingDependencyCache, { [WORKFLOW]: text, ...files });
    expect(result).toMatchObject({ text: null, reason: expect.stringContaining(reason) });
  });
});
