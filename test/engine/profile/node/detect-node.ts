import { RepositoryModel } from "../../../../worker/engine/model/repository.ts";
import { denoDetector } from "../../../../worker/engine/profile/deno/deno-detector.ts";
import type { Detected, Detector } from "../../../../worker/engine/profile/detector.ts";
import { listFolders } from "../../../../worker/engine/profile/list-folders.ts";
import { nodeDetector } from "../../../../worker/engine/profile/node/node-detector.ts";
import { type Files, snapshot } from "../../../support/engine.ts";

/** A manifest as text. */
export function manifest(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value, null, 2);
}

/** Paths that exist and were not read. */
export function unread(...paths: readonly string[]): Files {
  return Object.fromEntries(paths.map((path) => [path, null]));
}

function detectBy(detector: Detector, files: Files, path: string): Detected | null {
  const folder = listFolders(new RepositoryModel(snapshot(files))).find((each) => each.path === path);
  return folder && detector.owns(folder) ? detector.detect(folder) : null;
}

/** What the detector of Node finds in one folder; null where it finds nothing. */
export function nodeOrNull(files: Files, path = "."): Detected | null {
  return detectBy(nodeDetector, files, path);
}

/** The same, where it must find something. */
export function node(files: Files, path = "."): Detected {
  const detected = nodeOrNull(files, path);
  if (!detected) throw new Error(`No project of Node in ${path}.`);
  return detected;
}

export function deno(files: Files, path = "."): Detected | null {
  return detectBy(denoDetector, files, path);
}

/** `node 22 exact .nvmrc`. */
export function runtimesOf({ runtimes }: Detected): string[] {
  return runtimes.map(({ name, version, kind, file }) => `${name} ${version} ${kind} ${file}`);
}

/** `pnpm 9.12.0 pnpm-lock.yaml`. */
export function managerOf({ packageManager }: Detected): string {
  return packageManager ? `${packageManager.name} ${packageManager.version} ${packageManager.lockfile}` : "none";
}

export function codesOf({ notes }: Detected): string[] {
  return notes.map(({ code }) => code);
}
