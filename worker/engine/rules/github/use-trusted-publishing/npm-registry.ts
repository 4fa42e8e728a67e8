import { memo } from "../../../memo.ts";
import type { RepositoryModel } from "../../../model/repository.ts";

const NPM = "registry.npmjs.org";

/** True when the package's own files send it to another registry than npm's. */
export const hasOwnNpmRegistry = memo((repository: RepositoryModel): boolean => {
  const manifest = repository.json("package.json");
  const config = isRecord(manifest) && isRecord(manifest.publishConfig) ? manifest.publishConfig : {};
  if (typeof config.registry === "string") return !config.registry.includes(NPM);
  const line = repository
    .file(".npmrc")
    ?.text.split("\n")
    .find((text) => /^(?:@[\w.-]+:)?registry\s*=/.test(text));
  return line !== undefined && !line.includes(NPM);
});

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
