import { record, text, texts } from "../../profile/read-value.ts";
import type { Cache } from "../pipeline.ts";
import { toolOfPaths } from "./caches.ts";

const CHECKSUM = /\{\{\s*checksum\s+["']([^"']+)["']\s*\}\}/g;

/** What a `save_cache` keeps, as a cache of a tool; null where the paths belong to no tool or no file names the cache. */
export function readCache(step: unknown): Cache | null {
  const { key } = record(step);
  const keyFiles = keyFilesOf(key);
  const tool = toolOfPaths(texts(record(step).paths), keyFiles);
  const [first] = keyFiles;
  if (tool === null || first === undefined) return null;
  return { tool, keyFiles, directory: first.includes("/") ? first.slice(0, first.lastIndexOf("/")) : "." };
}

function keyFilesOf(key: unknown): string[] {
  const files = [...(text(key) ?? "").matchAll(CHECKSUM)].map(([, file = ""]) => file.replace(/^\.\//, ""));
  return [...new Set(files)].filter((file) => !file.startsWith("/") && !file.startsWith("~"));
}

/** For people: what a cache that was not understood keeps. */
export function describeCache(step: unknown): string {
  const paths = texts(record(step).paths);
  return paths.length === 0 ? `\`${text(record(step).key) ?? "?"}\`` : paths.map((path) => `\`${path}\``).join(", ");
}
