import { describe, expect, it } from "vitest";
import { rustDetector } from "../../../../worker/engine/profile/rust/rust-detector.ts";
import { commandsOf, detected, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const AXUM = `[package]
name = "shop"
version = "0.1.0"
edition = "2024"
rust-version = "1.85"

[dependencies]
axum = { version = "0.8", features = ["macros"] }
tokio = { version = "1", features = ["full"] }
sqlx = { version = "0.8", features = ["runtime-tokio", "postgres"] }

[dev-dependencies]
rocket = "0.5"
`;

describe("a service in one package", () => {
  const service = detected(rustDetector, { "Cargo.toml": AXUM, "Cargo.lock": "", "src/main.rs": null });

  it("is told by its manifest", () => {
    expect(service.language).toBe("rust");
    expect(managerOf(service)).toBe("cargo - Cargo.lock");
    expect(service.frameworks).toEqual(["axum"]);
    expect(servicesOf(service)).toEqual(["postgres"]);
    expect(runtimesOf(service)).toEqual(["rust 1.85 range Cargo.toml"]);
    expect(service.monorepo).toBeNull();
  });

  it("is checked with its lockfile as it is", () => {
    expect(commandsOf(service)).toEqual({
      install: "cargo fetch --locked",
      lint: "cargo clippy --all-targets --all-features --locked -- -D warnings",
      format: "cargo fmt --all --check",
      test: "cargo test --all-features --locked",
      build: "cargo build --release --locked",
      start: "cargo run --release",
    });
  });

  it("says where it read what", () => {
    const [framework] = service.evidence.filter(({ about }) => about === "framework");
    expect(framework).toEqual({ about: "framework", value: "axum", path: "Cargo.toml", line: 8, confidence: "high" });
  });
});

describe("dependencies", () => {
  it.each<[string, string, string[], string[]]>([
    ["a table of their own", '[dependencies.actix-web]\nversion = "4"\n', ["actix-web"], []],
    ["another name", '[dependencies]\nweb = { package = "rocket", version = "0.5" }\n', ["rocket"], []],
    ["for one target", '[target."cfg(unix)".dependencies]\nwarp = "0.3"\n', ["warp"], []],
    ["diesel with a feature", '[dependencies]\ndiesel = { version = "2", features = ["mysql"] }\n', [], ["mysql"]],
    [
      "sea-orm with a feature",
      '[dependencies]\nsea-orm = { version = "1", features = ["sqlx-postgres"] }\n',
      [],
      ["postgres"],
    ],
    ["sqlx of files only", '[dependencies]\nsqlx = { version = "0.8", features = ["sqlite"] }\n', [], []],
    ["redis", '[dependencies]\nredis = "0.27"\n', [], ["redis"]],
    ["what tests start", '[dependencies]\nredis = "0.27"\n[dev-dependencies]\ntestcontainers = "0.23"\n', [], []],
    ["odd types", "[dependencies]\naxum = 3\nworker = []\n", ["axum", "cloudflare-workers"], []],
  ])("%s", (_, dependencies, frameworks, services) => {
    const found = detected(rustDetector, { "Cargo.toml": `[package]\nname = "x"\n${dependencies}` });
    expect(found.frameworks).toEqual(frameworks);
    expect(servicesOf(found)).toEqual(services);
  });
});

describe("versions", () => {
  const plain = '[package]\nname = "x"\n';
  it.each<[string, Files, string[]]>([
    ["none", {}, []],
    [
      "a toolchain file",
      { "rust-toolchain.toml": '[toolchain]\nchannel = "1.84.1"\ncomponents = ["clippy"]\n' },
      ["rust 1.84.1 exact rust-toolchain.toml"],
    ],
    [
      "the older toolchain file",
      { "rust-toolchain": "nightly-2026-01-15\n" },
      ["rust nightly-2026-01-15 exact rust-toolchain"],
    ],
    [
      "a toolchain in the older file's name",
      { "rust-toolchain": '[toolchain]\nchannel = "stable"\n' },
      ["rust stable exact rust-toolchain"],
    ],
    ["mise", { "mise.toml": '[tools]\nrust = "1.83"\n' }, ["rust 1.83 exact mise.toml"]],
    ["an image", { Dockerfile: "FROM rust:1.82-slim AS build\n" }, ["rust 1.82 exact Dockerfile"]],
  ])("%s", (_, files, runtimes) => {
    expect(runtimesOf(detected(rustDetector, { "Cargo.toml": plain, ...files }))).toEqual(runtimes);
  });

  it("of a toolchain older than the package allows are told", () => {
    const files = { "Cargo.toml": AXUM, "rust-toolchain.toml": '[toolchain]\nchannel = "1.80"\n', "Cargo.lock": "" };
    expect(notesOf(detected(rustDetector, files))).toEqual(["version_conflict Cargo.toml"]);
  });
});

const WORKSPACE: Files = {
  "Cargo.toml": `[workspace]
resolver = "3"
members = ["crates/*", "apps/server"]
exclude = ["crates/scratch"]

[workspace.package]
rust-version = "1.88"

[workspace.dependencies]
actix-web = "4"
sqlx = { version = "0.8", features = ["mysql"] }
`,
  "Cargo.lock": "",
  "apps/server/Cargo.toml":
    '[package]\nname = "server"\nrust-version.workspace = true\n[dependencies]\nactix-web.workspace = true\ncore = { path = "../../crates/core" }\nlocal = { path = "../../libs/local" }\n',
  "apps/server/src/main.rs": null,
  "crates/core/Cargo.toml": '[package]\nname = "core"\n[dependencies]\nsqlx = { workspace = true }\n',
  "crates/scratch/Cargo.toml": '[package]\nname = "scratch"\n',
  "libs/local/Cargo.toml": '[package]\nname = "local"\n',
  "other/Cargo.toml": '[package]\nname = "other"\n[workspace]\n',
};

describe("a workspace", () => {
  const workspace = detected(rustDetector, WORKSPACE);

  it("is one component of what its patterns and path dependencies reach", () => {
    expect(workspace.monorepo).toEqual({ tool: "cargo", packages: ["apps/server", "crates/core", "libs/local"] });
    expect(workspace.members).toEqual(["apps/server", "crates/core", "libs/local"]);
  });

  it("has what its members have", () => {
    expect(workspace.frameworks).toEqual(["actix-web"]);
    expect(servicesOf(workspace)).toEqual(["mysql"]);
    expect(runtimesOf(workspace)).toEqual(["rust 1.88 range Cargo.toml"]);
  });

  it("is checked as a whole", () => {
    expect(commandsOf(workspace)).toMatchObject({
      lint: "cargo clippy --workspace --all-targets --all-features --locked -- -D warnings",
      test: "cargo test --workspace --all-features --locked",
      build: "cargo build --release --workspace --locked",
      start: "cargo run --release",
    });
  });

  it("gives its lockfile and version to a member", () => {
    const server = detected(rustDetector, WORKSPACE, "apps/server");
    expect(managerOf(server)).toBe("cargo - Cargo.lock");
    expect(runtimesOf(server)).toEqual(["rust 1.88 range Cargo.toml"]);
  });

  it("may have a package in its root", () => {
    const files = {
      "Cargo.toml": '[package]\nname = "root"\n[workspace]\nmembers = ["sub"]\n',
      "sub/Cargo.toml": '[package]\nname = "sub"\n',
    };
    const rooted = detected(rustDetector, files);
    expect(rooted.monorepo).toEqual({ tool: "cargo", packages: [".", "sub"] });
    expect(rooted.members).toEqual(["sub"]);
  });

  it("of its root alone is none", () => {
    const files = { "Cargo.toml": '[package]\nname = "root"\n[workspace]\n' };
    expect(detected(rustDetector, files).monorepo).toBeNull();
  });
});

describe("commands", () => {
  const features = (lines: string): Files => ({ "Cargo.toml": `[package]\nname = "x"\n[features]\n${lines}` });
  it.each<[string, Files, string]>([
    ["without lockfile", features("json = []\n"), "cargo test --all-features"],
    ["features to choose between", features("ssr = []\nhydrate = []\n"), "cargo test"],
    ["two ways of TLS", features("rustls-tls = []\nnative-tls = []\n"), "cargo test"],
    ["a feature of nightly", features("nightly = []\n"), "cargo test"],
    [
      "a feature of nightly on nightly",
      { ...features("nightly = []\n"), "rust-toolchain.toml": '[toolchain]\nchannel = "nightly"\n' },
      "cargo test --all-features",
    ],
  ])("%s", (_, files, test) => {
    expect(detected(rustDetector, files).commands.test).toBe(test);
  });

  it.each<[string, Files, string | null]>([
    ["a library", { "src/lib.rs": null }, null],
    [
      "programs beside one another",
      { "src/bin/serve.rs": null, "src/bin/tasks/main.rs": null },
      "cargo run --release --bin serve",
    ],
  ])("start %s", (_, files, start) => {
    expect(detected(rustDetector, { "Cargo.toml": '[package]\nname = "x"\n', ...files }).commands.start).toBe(start);
  });

  it("start the default program", () => {
    const manifest = '[package]\nname = "x"\ndefault-run = "b"\n[[bin]]\nname = "a"\n[[bin]]\nname = "b"\n';
    expect(detected(rustDetector, { "Cargo.toml": manifest }).commands.start).toBe("cargo run --release");
  });
});

describe("what must be known", () => {
  it.each<[string, Files, string[]]>([
    ["broken TOML", { "Cargo.toml": "[package\nname = 1" }, ["manifest_unreadable Cargo.toml"]],
    ["an empty manifest", { "Cargo.toml": "" }, []],
    [
      "a program without lockfile",
      { "Cargo.toml": '[package]\nname = "x"\n', "src/main.rs": null },
      ["no_lockfile Cargo.toml"],
    ],
    ["nextest", { "Cargo.toml": "", ".config/nextest.toml": "" }, ["uncertain .config/nextest.toml"]],
    [
      "another target",
      { "Cargo.toml": "", ".cargo/config.toml": '[build]\ntarget = "thumbv7em-none-eabihf"\n' },
      ["uncertain .cargo/config.toml"],
    ],
  ])("%s", (_, files, notes) => {
    const found = detected(rustDetector, files);
    expect(notesOf(found)).toEqual(notes);
    expect(found.language).toBe("rust");
    expect(found.commands.test).not.toBeNull();
  });
});
