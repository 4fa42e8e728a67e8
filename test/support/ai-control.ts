import type { AiJournalEntry, AiMode } from "../../local/ai/context.ts";
import type { ScriptInput } from "../../local/ai/script.ts";

export type AiControl = {
  /** Adds answers to the end of the queue. */
  script(...rules: ScriptInput[]): Promise<void>;
  /** Every request since the last reset, oldest first. */
  journal(): Promise<AiJournalEntry[]>;
  clearJournal(): Promise<void>;
  settings(changes: { mode?: AiMode; refused_keys?: string[] }): Promise<void>;
  /** Forgets the script, the journal and refused keys. */
  reset(): Promise<void>;
};

/** The control routes of a scripted AI server, typed. Works in Node and in workerd. */
export function createAiControl(url: string, token: string): AiControl {
  async function call(path: string, method: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${url}/_control/${path}`, {
      method,
      headers: { "x-control-token": token, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`The control route ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }
  return {
    script: async (...rules) => void (await call("script", "POST", { rules })),
    journal: async () => (await call("journal", "GET")).entries as AiJournalEntry[],
    clearJournal: async () => void (await call("journal", "DELETE")),
    settings: async (changes) => void (await call("settings", "POST", changes)),
    reset: async () => void (await call("reset", "POST")),
  };
}
