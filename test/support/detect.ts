import { RepositoryModel } from "../../worker/engine/model/repository.ts";
import type { Detected, Detector } from "../../worker/engine/profile/detector.ts";
import { listFolders } from "../../worker/engine/profile/list-folders.ts";
import type { Commands } from "../../worker/engine/profile/stack-profile.ts";
import { type Files, snapshot } from "./engine.ts";

/** What a detector says about one folder of a repository; null where it does not own it, or finds no component. */
export function detectIn(detector: Detector, files: Files, path = "."): Detected | null {
  const repository = new RepositoryModel(snapshot(files));
  const folder = listFolders(repository).find((each) => each.path === path);
  return folder && detector.owns(folder) ? detector.detect(folder) : null;
}

/** As `detectIn`, for a repository that must have a component there. */
export function detected(detector: Detector, files: Files, path = "."): Detected {
  const found = detectIn(detector, files, path);
  if (!found) throw new Error(`Nothing detected in ${path}.`);
  return found;
}

/** Runtimes as `go 1.23 range go.mod`. */
export function runtimesOf({ runtimes }: Detected): string[] {
  return runtimes.map(({ name, version, kind, file }) => `${name} ${version} ${kind} ${file}`);
}

/** Package manager as `pnpm 9.12.0 pnpm-lock.yaml`, `-` for what is not known. */
export function managerOf({ packageManager }: Detected): string | null {
  if (!packageManager) return null;
  const { name, version, lockfile } = packageManager;
  return `${name} ${version ?? "-"} ${lockfile ?? "-"}`;
}

/** The commands that there are. */
export function commandsOf({ commands }: Detected): Partial<Commands> {
  return Object.fromEntries(Object.entries(commands).filter(([, line]) => line !== null));
}

/** Services by name. */
export function servicesOf({ services }: Detected): string[] {
  return services.map(({ name }) => name);
}

/** Codes of notes with their paths: `no_lockfile Cargo.toml`. */
export function notesOf({ notes }: Detected): string[] {
  return notes.map(({ code, path }) => `${code} ${path}`);
}
