import type { RepositoryModel } from "../repository.ts";

/** Where Renovate looks: docs.renovatebot.com/configuration-options, seen 2026-11-21. */
const RENOVATE_PATHS = [
  "renovate.json",
  "renovate.json5",
  ".github/renovate.json",
  ".github/renovate.json5",
  ".gitlab/renovate.json",
  ".gitlab/renovate.json5",
  ".renovaterc",
  ".renovaterc.json",
  ".renovaterc.json5",
] as const;

export interface Renovate {
  readonly path: string;
  /** True or false where the file says so; null where a preset or a form that we do not read decides. */
  readonly updatesActions: boolean | null;
}

/** The configuration of Renovate, its own file or the key in `package.json`; null without one. */
export function renovateOf(repository: RepositoryModel): Renovate | null {
  const path = RENOVATE_PATHS.find((candidate) => repository.has(candidate));
  if (path !== undefined) return { path, updatesActions: actionsIn(repository.json(path)) };
  const manifest = repository.json("package.json");
  const inside = isObject(manifest) ? manifest.renovate : undefined;
  return inside === undefined ? null : { path: "package.json", updatesActions: actionsIn(inside) };
}

function actionsIn(config: unknown): boolean | null {
  if (!isObject(config)) return null;
  if (config.enabled === false) return false;
  const managers = config.enabledManagers;
  if (Array.isArray(managers)) return managers.includes("github-actions");
  const own = config["github-actions"];
  if (isObject(own) && own.enabled === false) return false;
  return Array.isArray(config.extends) || own !== undefined ? true : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
