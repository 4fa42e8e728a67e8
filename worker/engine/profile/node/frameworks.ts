import { record } from "../read-value.ts";
import type { ProfileEvidence } from "../stack-profile.ts";
import { importerOf, importPattern, readEntries } from "./entry-imports.ts";
import {
  BUILDERS,
  DOCUMENTATION,
  type FrameworkRow,
  META_FRAMEWORKS,
  SERVERS,
  UI_LIBRARIES,
} from "./framework-rows.ts";
import { configOf, installedOf, type NodePackage } from "./node-package.ts";

interface Frameworks {
  /** The most telling first. */
  readonly frameworks: readonly string[];
  readonly evidence: readonly ProfileEvidence[];
}

interface Hit {
  readonly row: FrameworkRow;
  readonly evidence: ProfileEvidence;
}

/** Frameworks of a package: what the application is built with, servers, what builds the frontend, libraries of components. */
export function readFrameworks(node: NodePackage): Frameworks {
  const meta = META_FRAMEWORKS.filter((row) => !isPlugin(node, row)).flatMap((row) => installedHit(node, row));
  const servers = serverHits(node, meta.length === 0);
  const files = fileHits(node);
  const documentation = DOCUMENTATION.flatMap((row) => installedHit(node, row));
  const builders = BUILDERS.flatMap((row) => installedHit(node, row));
  const libraries = UI_LIBRARIES.flatMap((row) => installedHit(node, row));
  const all = [...meta, ...files, ...servers, ...documentation, ...builders, ...libraries];
  const beaten = new Set(all.flatMap(({ row }) => row.beats));
  const hits = all.filter(
    ({ row }, index) => !beaten.has(row.name) && all.findIndex((other) => other.row.name === row.name) === index,
  );
  return { frameworks: hits.map(({ row }) => row.name), evidence: hits.map(({ evidence }) => evidence) };
}

/** What asks its users to have a framework extends it and is not built with it. */
function isPlugin({ manifest }: NodePackage, { packages }: FrameworkRow): boolean {
  return packages.some((name) => Object.hasOwn(record(manifest.peerDependencies), name));
}

function installedHit(node: NodePackage, row: FrameworkRow): readonly Hit[] {
  const name = installedOf(node, row.packages);
  if (name === null || !isShown(node, row)) return [];
  const claim = { about: "framework", value: row.name, confidence: "high" } as const;
  return [{ row, evidence: node.folder.evidence(claim, node.file, `"${name}"`) }];
}

function isShown({ folder, scripts }: NodePackage, { files, command }: FrameworkRow): boolean {
  if (command === null) return true;
  if (files.some((stem) => (stem === "index" ? folder.has("index.html") : configOf(folder, stem) !== null)))
    return true;
  const call = new RegExp(`(?:^|[\\s/])${command}(?=\\s|$)`);
  return command !== "" && [...scripts.values()].some((body) => call.test(body));
}

/** Frameworks whose own files say it all, when the manifest was not read or does not parse. */
const OWN_FILES: readonly (readonly [framework: string, stem: string])[] = [
  ["next", "next.config"],
  ["nuxt", "nuxt.config"],
  ["astro", "astro.config"],
  ["angular", "angular"],
  ["sveltekit", "svelte.config"],
  ["gatsby", "gatsby-config"],
  ["redwood", "redwood"],
  ["react-router", "react-router.config"],
  ["docusaurus", "docusaurus.config"],
  ["nestjs", "nest-cli"],
];

function fileHits({ folder, installed, isBroken }: NodePackage): readonly Hit[] {
  if (!isBroken && installed.size > 0) return [];
  return OWN_FILES.flatMap(([name, stem]) => {
    const file = stem === "redwood" ? folder.first("redwood.toml") : configOf(folder, stem);
    const row = [...META_FRAMEWORKS, ...DOCUMENTATION, ...SERVERS].find((each) => each.name === name);
    if (file === null || !row) return [];
    return [{ row, evidence: folder.evidence({ about: "framework", value: name, confidence: "medium" }, file) }];
  });
}

/**
 * Servers. An import in an entry file proves one. Where no entry file was read, or none imports it, a package that is
 * installed to run and stands beside no other framework is one all the same.
 */
function serverHits(node: NodePackage, isAlone: boolean): readonly Hit[] {
  const { folder } = node;
  const installed = SERVERS.filter((row) => !isPlugin(node, row) && installedOf(node, row.packages) !== null);
  const entries = installed.length === 0 ? [] : readEntries(node);
  const proven = installed.flatMap((row) => {
    const file = importerOf(node, entries, row.packages);
    const name = file && row.packages.find((each) => importPattern(each).test(folder.text(file)));
    if (!file || !name) return [];
    const claim = { about: "framework", value: row.name, confidence: "high" } as const;
    return [{ row, evidence: folder.evidence(claim, file, importPattern(name)) }];
  });
  const nest = installed.find(({ name }) => name === "nestjs");
  if (proven.length > 0) return [...(nest ? installedHit(node, nest) : []), ...proven];
  if (entries.length > 0 && !isAlone) return [];
  const likely = installed.filter((row) => row.packages.some((name) => node.production.has(name)));
  return likely.map((row) => {
    const name = row.packages.find((each) => node.production.has(each)) ?? row.name;
    const claim = { about: "framework", value: row.name, confidence: "medium" } as const;
    return { row, evidence: folder.evidence(claim, node.file, `"${name}"`) };
  });
}
