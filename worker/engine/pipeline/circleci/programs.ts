import { JUST_RELEASE } from "../../data/circleci-tool-images.ts";
import { apt, archive, type InstallPlace, pythonProgram } from "./install-lines.ts";

/** Programs that commands call, by their first words, and what installs them. */
export const PROGRAMS: readonly (readonly [words: string, install: (place: InstallPlace) => string])[] = [
  ["just", just],
  ["cargo nextest", () => "cargo install --locked cargo-nextest"],
  ["cargo deny", () => "cargo install --locked cargo-deny"],
  ["cargo audit", () => "cargo install --locked cargo-audit"],
  ["cargo llvm-cov", () => "cargo install --locked cargo-llvm-cov"],
  ["pre-commit", (place) => pythonProgram(place, "pre-commit")],
  ["conan", (place) => pythonProgram(place, "conan")],
  ["meson", (place) => apt(place, "meson ninja-build")],
  ["ninja", (place) => apt(place, "ninja-build")],
];

function just(place: InstallPlace): string {
  const { version } = JUST_RELEASE;
  const arch = place.arch === "arm64" ? "aarch64" : "x86_64";
  const url = `https://github.com/casey/just/releases/download/${version}/just-${version}-${arch}-unknown-linux-musl.tar.gz`;
  return archive(place, url, "--directory /usr/local/bin just");
}
