export class Unmet extends Error {}
export const ROOT: string;
/** Null when `version` will do, `use_bundled` when the packaged Node must take over, else the sentence to show. */
export function nodeProblem(version: string, hasBundled: boolean): string | null;
export function ensureNode(): void;
export function ensureGit(): void;
export function ensurePortFree(port: number, option: string): Promise<void>;
