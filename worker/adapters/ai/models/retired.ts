import type { AiProviderName } from "../port.ts";

type RetiredModel = {
  /** Ids start with it. */
  readonly prefix: string;
  readonly provider: AiProviderName;
  /** Day from which requests fail, or are answered by another model at another price. */
  readonly since: string;
  readonly source: string;
};

const GEMINI = "https://ai.google.dev/gemini-api/docs/deprecations";
const CLAUDE = "https://platform.claude.com/docs/en/about-claude/model-deprecations";

/** Read on 2026-11-21. Of `gemini-2.5` its `flash-lite` has no day yet; it belongs to a generation that ends. */
const RETIRED: readonly RetiredModel[] = [
  { prefix: "gemini-1.", provider: "gemini", since: "2025-09-24", source: GEMINI },
  { prefix: "gemini-2.0-", provider: "gemini", since: "2026-06-01", source: GEMINI },
  { prefix: "gemini-2.5-", provider: "gemini", since: "2026-12-01", source: GEMINI },
  { prefix: "claude-3", provider: "anthropic", since: "2026-02-19", source: CLAUDE },
  { prefix: "claude-sonnet-4-20250514", provider: "anthropic", since: "2026-06-15", source: CLAUDE },
  { prefix: "claude-opus-4-20250514", provider: "anthropic", since: "2026-06-15", source: CLAUDE },
  { prefix: "claude-opus-4-1", provider: "anthropic", since: "2026-08-05", source: CLAUDE },
  { prefix: "claude-sonnet-4-5", provider: "anthropic", since: "2026-11-30", source: CLAUDE },
];

/** The row of a model that we no longer ask; undefined for all others. Ids may start with `models/`. */
export function retirementOf(provider: AiProviderName, id: string): RetiredModel | undefined {
  const name = id.replace(/^models\//, "");
  return RETIRED.find((row) => row.provider === provider && name.startsWith(row.prefix));
}
