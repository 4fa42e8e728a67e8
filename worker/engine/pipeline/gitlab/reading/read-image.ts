import { CLOJURE_IMAGES, GITLAB_IMAGES } from "../../../data/gitlab-images.ts";
import { imageName } from "../../../images/image.ts";
import type { Toolchain, ToolName } from "../../pipeline.ts";

/** Images of other makers, by name without registry and tag. */
const ALIASES: Readonly<Record<string, ToolName>> = {
  "eclipse-temurin": "java",
  openjdk: "java",
  amazoncorretto: "java",
  "cimg/openjdk": "java",
  "cimg/node": "node",
  "cimg/python": "python",
  "cimg/go": "go",
  "cimg/ruby": "ruby",
  "cimg/php": "php",
  "cimg/rust": "rust",
  playwright: "node",
  "hexpm/elixir": "elixir",
  "rustlang/rust": "rust",
  bun: "bun",
};
/** Images without a language: jobs bring what they need. */
const PLAIN = /(?:^|\/)(?:buildpack-deps|debian|ubuntu|alpine|busybox|cimg\/base|curl)$/;

export interface ReadImage {
  readonly toolchains: readonly Toolchain[];
  /** False for an image whose contents nobody knows. */
  readonly isKnown: boolean;
}

/** What a job finds in its image. `axis` is the variable of its matrix. */
export function readImage(image: string | null, axis: string | null): ReadImage {
  if (image === null) return { toolchains: [], isKnown: true };
  const name = imageName(image).replace(/^\$\{?\w+\}?\//, "");
  const tag = image.includes(":") ? (image.split("@")[0] ?? "").slice(imageName(image).length + 1) : "";
  const java = javaToolchains(name, tag, axis);
  if (java) return { toolchains: java, isKnown: true };
  const short = name.slice(name.lastIndexOf("/") + 1);
  const row = GITLAB_IMAGES.find(
    (candidate) => imageName(candidate.image) === name || imageName(candidate.image) === short,
  );
  const tool = row?.tool ?? ALIASES[name] ?? ALIASES[short];
  if (tool === undefined) return { toolchains: [], isKnown: PLAIN.test(name) };
  const bare = tool === "uv" ? tag.replace(/^python/, "") : tag.replace(/^(?:debian|alpine|ubuntu)-/, "");
  const version = versionOf(bare, axis);
  if (tool === "uv") return known([toolchain("python", version), toolchain("uv", null)]);
  const otp = /-otp-(\d+)/.exec(tag);
  const extra = tool === "elixir" && otp?.[1] ? [toolchain("erlang", otp[1])] : [];
  return known([toolchain(tool, version), ...extra]);
}

function known(toolchains: readonly Toolchain[]): ReadImage {
  return { toolchains, isKnown: true };
}

/** `maven:3-eclipse-temurin-21`, `gradle:8.10-jdk21`, `clojure:temurin-21-lein`. */
function javaToolchains(name: string, tag: string, axis: string | null): Toolchain[] | null {
  const base = imageName(CLOJURE_IMAGES.lein);
  const tool = ({ maven: "maven", gradle: "gradle", [base]: "clojure" } as const)[
    name.slice(name.lastIndexOf("/") + 1)
  ];
  if (tool === undefined) return null;
  const java = versionOf(/(?:jdk|temurin-|openjdk-|corretto-|jdk-)(\$\{?\w+\}?|\d+)/.exec(tag)?.[1] ?? "", axis);
  const own = tool === "clojure" ? null : versionOf(tag, null);
  return [toolchain("java", java), toolchain(tool, own?.includes(".") ? own : null)];
}

/** The version in front of a tag; `matrix` where the matrix decides it. */
function versionOf(tag: string, axis: string | null): string | null {
  if (axis !== null && new RegExp(`^v?\\$\\{?${axis}\\b`).test(tag)) return "matrix";
  return /^v?(\d+(?:\.\d+)*)(?=-|$)/.exec(tag)?.[1] ?? null;
}

export function toolchain(tool: ToolName, version: string | null, parts: readonly string[] = []): Toolchain {
  return { tool, version, versionFile: null, with: parts };
}
