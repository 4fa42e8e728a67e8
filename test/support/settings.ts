import type { RepositorySettings, StoredNames } from "../../worker/engine/lookups/answers.ts";
import { type Lookups, withAnswers } from "../../worker/engine/lookups.ts";

const NOTHING: RepositorySettings = {
  visibility: null,
  fullName: null,
  defaultTokenWrites: null,
  actionsMayApprove: null,
  allowedActions: null,
  forkApproval: null,
  forkSecrets: null,
  forkWriteToken: null,
};

/** Run options under which the platform answers with these settings. */
export function withSettings(settings: Partial<RepositorySettings>): { lookups: Lookups } {
  return { lookups: withAnswers({ settings: () => ({ ...NOTHING, ...settings }) }) };
}

/** Run options under which the platform knows these names. */
export function withStored(stored: Partial<StoredNames>): { lookups: Lookups } {
  return { lookups: withAnswers({ storedNames: () => ({ secrets: [], variables: [], environments: {}, ...stored }) }) };
}
