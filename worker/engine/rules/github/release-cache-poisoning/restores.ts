import { CACHE_ACTIONS, type CacheSwitch } from "../../../data/cache-actions.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { SourceFile } from "../../../model/source-file.ts";
import { trailingComment } from "../../../model/trailing-comment.ts";
import { majorVersion } from "../../../model/uses.ts";
import { type Entry, findEntry, type Step } from "../../../model/workflow.ts";

/** How a step restores a cache. */
export interface Restore {
  /** The input that says so; null where the action does it by default. */
  readonly entry: Entry | null;
  /** How to switch it off; null where nobody can, or only with other effects. */
  readonly off: { readonly input: string; readonly value: string | "remove" } | null;
}

/** Null for a step that restores none, that an expression decides about, or of which nobody can tell. */
export function restoreOf(step: Step, file: SourceFile, repository: RepositoryModel): Restore | null {
  const name = step.uses?.name ?? "";
  if (name === "docker/build-push-action") return layerCache(step);
  const row = Object.hasOwn(CACHE_ACTIONS, name) ? CACHE_ACTIONS[name] : undefined;
  if (!row || !step.uses) return null;
  if (row.control === null) return { entry: null, off: null };
  const major = majorVersion(step.uses.ref, trailingComment(file, step.uses.node)?.text ?? null);
  const found = bySwitch(step, row.control, major);
  return found === null && name === "actions/setup-node" ? nodeDefault(step, repository, major) : found;
}

function bySwitch(step: Step, control: CacheSwitch, major: number | null): Restore | null {
  if (control.onlyWith !== undefined && findEntry(step.with, control.onlyWith) === null) return null;
  const entry = findEntry(step.with, control.input);
  const value = entry?.value?.value.trim() ?? "";
  if (value.includes("${{")) return null;
  const isOn = value === "" ? isDefault(control, major) : control.isOn(value.toLowerCase());
  if (!isOn) return null;
  const off = control.off === null ? null : { input: control.input, value: control.off };
  return { entry: value === "" ? null : entry, off };
}

function isDefault({ onByDefault }: CacheSwitch, major: number | null): boolean {
  if (onByDefault === null) return false;
  if (onByDefault.from === 0) return true;
  return major !== null && major >= onByDefault.from && major <= onByDefault.to;
}

/**
 * setup-node caches by itself where `package.json` names a package manager: any since version 5, npm only since version 6.
 * Source: https://github.com/actions/setup-node#breaking-changes-in-v6
 */
function nodeDefault(step: Step, repository: RepositoryModel, major: number | null): Restore | null {
  const entry = findEntry(step.with, "package-manager-cache");
  if (major === null || major < 5 || entry !== null || findEntry(step.with, "cache") !== null) return null;
  const manifest = repository.json("package.json") as { packageManager?: unknown } | null | undefined;
  const manager = typeof manifest?.packageManager === "string" ? manifest.packageManager : "";
  const isCached = major === 5 ? /^(?:npm|yarn|pnpm)@/.test(manager) : manager.startsWith("npm@");
  return isCached ? { entry: null, off: { input: "package-manager-cache", value: "false" } } : null;
}

/** Layers from the cache service, which every branch writes; a registry's cache asks for a login. */
function layerCache(step: Step): Restore | null {
  const entry = findEntry(step.with, "cache-from");
  const value = entry?.value?.value ?? "";
  return /\btype=gha\b/.test(value) && !value.includes("${{")
    ? { entry, off: { input: "cache-from", value: "remove" } }
    : null;
}
