/** Where each platform looks for its configuration. */
import type { Platform } from "../pipeline/pipeline.ts";
import { CONFIGURATION_PATHS } from "../validate/validate-configuration.ts";

/** Dependabot's file keeps current what a workflow pins, so both are written together. */
const OF_GITHUB = /^\.github\/(?:workflows\/[A-Za-z0-9][\w.-]{0,99}\.ya?ml|dependabot\.yml)$/;

export function usualPath(platform: Platform): string {
  return CONFIGURATION_PATHS[platform];
}

/** True for a path at which the platform finds a configuration. */
export function isPathOf(platform: Platform, path: string): boolean {
  return platform === "github" ? OF_GITHUB.test(path) : path === usualPath(platform);
}
