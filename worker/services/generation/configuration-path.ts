import type { Platform } from "../../engine/pipeline/pipeline.ts";
import { isPathOf, usualPath } from "../../engine/template/configuration-paths.ts";
import { AppError } from "../../errors.ts";

/** Throws invalid_input for a path at which the platform would not find its configuration. */
export function requirePathOf(platform: Platform, path: string): void {
  if (isPathOf(platform, path)) return;
  const message = `Is no path of a configuration of ${platform}; the usual one is \`${usualPath(platform)}\`.`;
  throw new AppError("invalid_input", message, { errors: [{ path: "path", message }] });
}
