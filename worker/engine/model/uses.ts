import type { YamlScalar } from "../parse/yaml-node.ts";

/** What a `uses:` names. `action` covers actions and, at job level, reusable workflows of any repository. */
type UsesKind = "action" | "local" | "docker" | "invalid";

export interface Uses {
  readonly kind: UsesKind;
  /** The text as written, for example `actions/setup-node@v4`. */
  readonly raw: string;
  readonly node: YamlScalar;
  /** Lower case, for `action` only; GitHub compares names without case. */
  readonly owner: string;
  readonly repo: string;
  /** Path inside the repository or workspace, without a leading `./`; empty for a repository's root. */
  readonly path: string;
  /** Behind the `@`; null when there is none. For `docker` the image's tag or digest stays in `path`. */
  readonly ref: string | null;
  /** `owner/repo` or `owner/repo/path`, lower case: what tables of known actions are keyed by. Empty unless `action`. */
  readonly name: string;
}

const REMOTE = /^([\w.-]+)\/([\w.-]+)((?:\/[^@\s]+)?)@(\S+)$/;
const FULL_SHA = /^[0-9a-f]{40}$/i;

export function parseUses(node: YamlScalar): Uses {
  const raw = node.value.trim();
  const base = { raw, node, owner: "", repo: "", path: "", ref: null, name: "" };
  if (raw.startsWith("docker://")) return { ...base, kind: "docker", path: raw.slice("docker://".length) };
  if (raw.startsWith("./")) return { ...base, kind: "local", path: raw.slice(2).replace(/\/+$/, "") };
  const match = REMOTE.exec(raw);
  if (!match) return { ...base, kind: "invalid" };
  const [, owner = "", repo = "", inside = "", ref = ""] = match.map((part) => part ?? "");
  const path = inside.slice(1);
  const name = [owner, repo, path].filter(Boolean).join("/").toLowerCase();
  return { ...base, kind: "action", owner: owner.toLowerCase(), repo: repo.toLowerCase(), path, ref, name };
}

/** True for a full, 40-digit commit id: the only ref that cannot move. */
export function isFullSha(ref: string | null): boolean {
  return ref !== null && FULL_SHA.test(ref);
}

/** Major version of a tag such as `v4` or `4.1.2`, or of the version comment `comment` when the ref is a commit; null when neither says. */
export function majorVersion(ref: string | null, comment: string | null = null): number | null {
  const spoken = isFullSha(ref) ? comment : ref;
  const digits = spoken?.match(/^\s*#?\s*(?:\S+[@=:]\s*)?v?(\d+)(?:\.|\s|$)/)?.[1];
  return digits === undefined ? null : Number(digits);
}
