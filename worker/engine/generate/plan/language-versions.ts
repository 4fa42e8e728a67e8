import { isPastEnd, RELEASE_LINES, releaseLine } from "../../data/end-of-life.ts";
import { fallbackVersion } from "../../data/fallback-versions.ts";
import type { ToolName } from "../../pipeline/pipeline.ts";
import type { Component, RuntimeVersion } from "../../profile/stack-profile.ts";
import {
  overlaps,
  type RangeDialect,
  type VersionSet,
  versionPrefix,
  versionRange,
  versionsFrom,
} from "../../profile/version-set.ts";
import { type PlanContext, placeOf } from "./component-plan.ts";
import { defaultLine, linesToTest, linesWithin, supportedLines } from "./release-lines.ts";
import { isReadable } from "./version-files.ts";

/** Versions of a component's language. */
export interface LanguageVersions {
  /** The one version of all jobs; null for whatever the platform has. */
  readonly version: string | null;
  /** The file that says so, where set-up can read it. */
  readonly versionFile: string | null;
  /** Versions to test on, at least two; null for the one version. */
  readonly matrix: readonly string[] | null;
}

const DIALECTS: Readonly<Partial<Record<string, RangeDialect>>> = {
  node: "npm",
  python: "python",
  php: "composer",
  ruby: "composer",
};
/** Node's long-term lines by code name: nodejs.org, "Previous releases". */
const CODE_NAMES: Readonly<Record<string, string>> = { iron: "20", jod: "22", krypton: "24" };
const NOTHING: LanguageVersions = { version: null, versionFile: null, matrix: null };

/** What a component's files say about a language, an exact version before a range; the newest proven line where they say nothing. */
export function languageVersions(context: PlanContext, component: Component, tool: ToolName): LanguageVersions {
  const stated = component.runtimes.filter(({ name }) => name === tool);
  const exact = stated.find(({ kind }) => kind === "exact");
  const range = stated.find(({ kind }) => kind === "range");
  const named = exact && exactVersion(exact);
  if (named) return fromExact(context, component, { ...exact, version: named });
  if (range) return fromRange(context, component, range);
  return { ...NOTHING, version: unstated(context, component, tool) };
}

function fromExact(context: PlanContext, component: Component, stated: RuntimeVersion): LanguageVersions {
  const line = releaseLine(stated.name, stated.version);
  if (line && isPastEnd(line, context.now)) {
    context.note(
      "uncertain",
      `${stated.file} of ${placeOf(component)} asks for ${stated.name} ${stated.version}, which is out of support since ${line.end}: the pipeline uses it all the same; move on when you can.`,
    );
  }
  return { version: stated.version, versionFile: isReadable(stated) ? stated.file : null, matrix: null };
}

function fromRange(context: PlanContext, component: Component, stated: RuntimeVersion): LanguageVersions {
  if (stated.name === "go") return fromGoMod(context, component, stated);
  if (stated.name === "rust") return fromLeastRust(stated);
  if (stated.name === "java" || stated.name === "dotnet") return fromFloor(context, component, stated);
  const tool = stated.name as ToolName;
  const allowed = allowedVersions(stated);
  if (allowed === null) return { ...NOTHING, version: leastAboveUsual(stated) ?? unstated(context, component, tool) };
  const lines = linesWithin(supportedLines(stated.name, context.now), allowed);
  const usual = defaultLine(stated.name, context.now)?.line;
  const version = lines.find(({ line }) => line === usual)?.line ?? lines.at(-1)?.line;
  if (version === undefined) return fromEndedRange(context, component, { stated, allowed });
  const tested = linesToTest(lines);
  return { version, versionFile: null, matrix: isLibrary(component) && tested.length > 1 ? tested : null };
}

/** For a language without a table of lines: the least that is asked for, where that is newer than what is installed by default. */
function leastAboveUsual({ name, version }: RuntimeVersion): string | null {
  const least = versionsFrom(numbersOf(version) ?? "");
  const usual = versionPrefix(fallbackVersion(name) ?? "");
  const isNewer = least !== null && usual !== null && !overlaps(least, usual);
  return isNewer ? (/^\d+(?:\.\d+)?/.exec(numbersOf(version) ?? "")?.[0] ?? null) : null;
}

/** A range that no supported line is in: its newest line, if the table knows one. */
function fromEndedRange(
  context: PlanContext,
  component: Component,
  { stated, allowed }: { readonly stated: RuntimeVersion; readonly allowed: VersionSet },
): LanguageVersions {
  const rows = RELEASE_LINES.filter(({ product }) => product === stated.name);
  const version = linesWithin(rows, allowed).at(-1)?.line;
  if (version === undefined) return { ...NOTHING, version: unstated(context, component, stated.name as ToolName) };
  context.note(
    "uncertain",
    `${stated.file} of ${placeOf(component)} allows only versions of ${stated.name} that are out of support; the pipeline uses ${version}. Widen the range when you can.`,
  );
  return { ...NOTHING, version };
}

/** A module's `go` line is the least that it needs, and the one that `go` itself would fetch. */
function fromGoMod(context: PlanContext, component: Component, stated: RuntimeVersion): LanguageVersions {
  const version = numbersOf(stated.version);
  const line = version === null ? null : releaseLine("go", version);
  if (version === null) return { ...NOTHING, version: unstated(context, component, "go") };
  if (line === null || !isPastEnd(line, context.now)) {
    return { version, versionFile: isReadable(stated) ? stated.file : null, matrix: null };
  }
  const newest = defaultLine("go", context.now)?.line ?? version;
  context.note(
    "uncertain",
    `${stated.file} of ${placeOf(component)} asks for Go ${version} or newer, and Go ${line.line} is out of support: the pipeline uses ${newest}, which builds older modules too.`,
  );
  return { ...NOTHING, version: newest };
}

/** `rust-version` is a promise: it is kept only by testing on it, beside the newest. */
function fromLeastRust(stated: RuntimeVersion): LanguageVersions {
  const least = numbersOf(stated.version);
  return { ...NOTHING, matrix: least === null ? null : [least, "stable"] };
}

/** What is compiled for a version of Java or .NET is tested on that version. */
function fromFloor(context: PlanContext, component: Component, stated: RuntimeVersion): LanguageVersions {
  const version = exactVersion(stated);
  if (version === null) return { ...NOTHING, version: unstated(context, component, stated.name as ToolName) };
  const line = releaseLine(stated.name, version);
  return fromExact(context, component, { ...stated, version: line?.line ?? version });
}

function unstated(context: PlanContext, component: Component, tool: ToolName): string | null {
  const line = defaultLine(tool, context.now)?.line ?? null;
  if (line !== null) {
    context.note(
      "uncertain",
      `No file of ${placeOf(component)} names a version of ${tool}; the pipeline uses ${line}. A version file would settle it for everybody.`,
    );
  }
  return line;
}

function allowedVersions({ name, version }: RuntimeVersion): VersionSet | null {
  const dialect = DIALECTS[name];
  if (dialect === undefined) return null;
  return versionRange(version.replaceAll("~>", "~"), dialect);
}

/** `v22.3.0`, `lts/jod`, `temurin-21.0.2+13` and `net8.0` as `22.3.0`, `22`, `21` and `8.0`; null for a moving name such as `lts/*`. */
function exactVersion({ name, version }: RuntimeVersion): string | null {
  const numbers = CODE_NAMES[version.replace(/^lts\//i, "").toLowerCase()] ?? numbersOf(version);
  if (numbers === null || name !== "java") return numbers;
  return numbers.replace(/^1\./, "").split(".")[0] ?? null;
}

function numbersOf(version: string): string | null {
  return /\d+(?:\.\d+)*/.exec(version)?.[0] ?? null;
}

/** Others build on it, so that every version it allows has to work: nothing is deployed or started, and no file pins one version. */
function isLibrary({ container, deploy, commands, frameworks, services }: Component): boolean {
  return (
    container === null && deploy === null && commands.start === null && frameworks.length === 0 && services.length === 0
  );
}
