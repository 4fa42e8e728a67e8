import type { Sample } from "../sample.ts";

/** A Rust crate without any pipeline. */
export const tinygrep: Sample = {
  owner: "dev",
  name: "tinygrep",
  description: "Finds lines, quickly enough",
  topics: ["rust", "cli"],
  authors: ["Dev Martin <dev@example.com>"],
  startAt: "2026-06-01T18:00:00Z",
  commits: [
    { message: "cargo init", add: ["Cargo.toml", ".gitignore", "src/main.rs"] },
    { message: "Move the search into a library", add: ["src/lib.rs"] },
    { message: "Commit the lockfile", add: ["Cargo.lock"] },
    { message: "Test line numbers", add: ["tests/"] },
    { message: "Say how to run it", add: ["README.md"] },
    { message: "Count lines from one", edits: [["src/lib.rs", "number: index, line", "number: index + 1, line"]] },
    {
      message: "Exit with 2 when the file cannot be read",
      edits: [
        [
          "src/main.rs",
          '            eprintln!("{path}: {error}");\n            return ExitCode::from(1);',
          '            eprintln!("{path}: {error}");\n            return ExitCode::from(2);',
        ],
      ],
    },
    { message: "Search with memchr", edits: [["Cargo.toml", "[dependencies]\n", '[dependencies]\nmemchr = "2.7"\n']] },
    { message: "Agree on a toolchain", add: ["rust-toolchain.toml"] },
    {
      message: "Release 0.4.0",
      edits: [
        ["Cargo.toml", 'version = "0.1.0"', 'version = "0.4.0"'],
        ["Cargo.lock", 'name = "tinygrep"\nversion = "0.1.0"', 'name = "tinygrep"\nversion = "0.4.0"'],
      ],
      tag: "v0.4.0",
    },
  ],
};
