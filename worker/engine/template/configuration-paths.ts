/** Where each platform looks for its configuration. */
import type { Platform } from "../pipeline/pipeline.ts";
import { CONFIGURATION_PATHS } from "../validate/validate-configuration.ts";

const WORKFLOW = /^\.github\/workflows\/[A-Za-z0-9][\w.-]{0,99}\.ya?ml$/;

export function usualPath(platform: Platform): string {
  return CONFIGURATION_PATHS[platform];
}

/** True for a path at which the platform finds a configuration. */
export function isPathOf(platform: Platform, path: string): boolean {
  return platform === "github" ? WORKFLOW.test(path) : path === usualPath(platform);
}
