import type { Folder } from "../../folder.ts";
import type { VersionClaim } from "../../pick-version.ts";
import { javaNumber } from "../jvm-build.ts";
import type { GradleScript } from "./read-gradle.ts";
import { dotted, type VersionCatalog } from "./version-catalog.ts";

/** Where a build script names its version of Java, the most binding first: what follows is the version, or where it comes from. */
const PLACES: readonly RegExp[] = [
  /\bJavaLanguageVersion\.of\(\s*/,
  /\bjvmToolchain\(\s*/,
  /\boptions\.release(?:\.set\(|\s*=)\s*/,
  /\bsourceCompatibility(?:\.set\(|\s*=|\s)\s*/,
  /\btargetCompatibility(?:\.set\(|\s*=|\s)\s*/,
  /\bjvmTarget(?:\.set\(|\s*=|\s)\s*/,
];
/** On Android these are what the byte code is for, not what builds it. */
const BYTE_CODE = 3;
/** Nobody needs more to name a version. */
const MAX_EXPRESSION = 120;

export interface GradleSources {
  readonly scripts: readonly GradleScript[];
  readonly catalog: VersionCatalog;
  readonly isAndroid: boolean;
}

/** What the scripts say, by how binding it is, then in their order. */
export function javaClaims(folder: Folder, { scripts, catalog, isAndroid }: GradleSources): VersionClaim[] {
  const places = isAndroid ? PLACES.slice(0, BYTE_CODE) : PLACES;
  return places.flatMap((place) =>
    scripts.flatMap((script) => {
      const match = place.exec(script.text);
      if (!match) return [];
      const start = match.index + match[0].length;
      const written = script.text.slice(start, start + MAX_EXPRESSION).split("\n")[0] ?? "";
      const version = evaluate(written, { script, catalog, properties: folder.text("gradle.properties") });
      return version === null
        ? []
        : [{ version, kind: "range" as const, path: script.path, line: script.lineAt(match.index) }];
    }),
  );
}

interface Scope {
  readonly script: GradleScript;
  readonly catalog: VersionCatalog;
  readonly properties: string;
}

/** `17`, `"17"`, `JavaVersion.VERSION_17`, `libs.versions.java.get().toInt()`, a property or a variable. */
function evaluate(written: string, { script, catalog, properties }: Scope): string | null {
  const plain =
    /^(?:["']|JavaVersion\.|JvmTarget\.|JavaVersion\.toVersion\(\s*["']?)?((?:VERSION_|JVM_)?\d[\w.]*)/.exec(
      written,
    )?.[1];
  if (plain !== undefined) return javaNumber(plain);
  const alias = /\blibs\.versions\.([\w.]+?)(?:\.(?:get|asProvider|map|toInt)\b|[^\w.]|$)/.exec(written)?.[1];
  if (alias !== undefined) return javaNumber(catalog.versions.get(dotted(alias)) ?? "");
  const name =
    /^(?:(?:project|rootProject|ext|extra|properties|providers)[.[])*(?:(?:property|findProperty|gradleProperty|getProperty)\(\s*)?["']?([A-Za-z_][\w.]*)/.exec(
      written,
    )?.[1];
  return name === undefined ? null : javaNumber(definitionOf(name, script.text, properties) ?? "");
}

function definitionOf(written: string, text: string, properties: string): string | null {
  const name = written.replace(/\.(?:toInt|toString|get)$/, "").replace(/^(?:project|rootProject|ext|extra)\./, "");
  const escaped = name.replaceAll(".", "\\.");
  const property = new RegExp(`^[ \\t]*${escaped}[ \\t]*[=:][ \\t]*([\\w.]+)`, "m").exec(properties)?.[1];
  if (property !== undefined) return property;
  const variable = new RegExp(
    `\\b${escaped}\\b(?:[ \\t]*:[ \\t]*\\w+)?[ \\t]*=[ \\t]*["']?(?:JavaVersion\\.)?([\\w.]+)`,
  );
  return variable.exec(text)?.[1] ?? null;
}
