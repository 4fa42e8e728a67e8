import type { JobImage } from "./images.ts";

/** Where something is installed. */
export interface InstallPlace extends JobImage {
  /** `sudo ` on CircleCI's images, whose user is not root. */
  readonly sudo: string;
  readonly arch: "amd64" | "arm64";
  /** Version to install, a matrix as its parameter; null for the newest. */
  readonly version: string | null;
  readonly nodeMajor: number;
}

/** Unpacks a `.tar.gz`; `into` are arguments of `tar`. */
export function archive({ sudo }: InstallPlace, url: string, into: string): string {
  return `curl --fail --silent --show-error --location ${url} | ${sudo}tar --extract --gzip ${into}`;
}

export function apt({ sudo }: InstallPlace, packages: string): string {
  return `${sudo}apt-get update && ${sudo}apt-get install --yes --no-install-recommends ${packages}`;
}

/** A program of PyPI: with the image's own Python, else in an environment of its own, since Ubuntu's Python takes none. */
export function pythonProgram(place: InstallPlace, requirement: string): string {
  const word = /[=<>*]/.test(requirement) ? `"${requirement}"` : requirement;
  if (place.tool === "python") return `pip install ${word}`;
  const folders = "PIPX_HOME=/opt/pipx PIPX_BIN_DIR=/usr/local/bin";
  return `${apt(place, "pipx")}\n${place.sudo}${place.sudo === "" ? `env ${folders}` : folders} pipx install ${word}`;
}
