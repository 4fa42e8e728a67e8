import { query, revalidate } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type { AiEstimate, AiFix, AiKey, AiProvider, AiSettings, AiSettingsChange, Review } from "../../api-types.ts";
import { getMe } from "../session/session.queries.ts";

export const getAiSettings = query((): Promise<AiSettings> => read(api.api.ai.settings.$get()), "ai-settings");

/** True when the AI can be asked. A failure to find out counts as no: rules do everything without it. */
export const getAiAvailable = query(async (): Promise<boolean> => {
  const settings = await getAiSettings().catch(() => undefined);
  return settings?.available ?? false;
}, "ai-available");

/** True when the AI can be asked and the reader's role allows to ask it. */
export const getMayAskAi = query(async (): Promise<boolean> => {
  const [me, isAvailable] = await Promise.all([getMe(), getAiAvailable()]);
  return isAvailable && me.organization.role !== "viewer";
}, "may-ask-ai");

/** Shows what a change answered, wherever settings are shown. */
async function keep(change: Promise<AiSettings>): Promise<AiSettings> {
  const settings = await change;
  query.set(getAiSettings.keyFor(), settings as never);
  await revalidate(getAiSettings.keyFor(), false);
  void revalidate([getAiAvailable.key, getMayAskAi.key, getEstimate.key]);
  return settings;
}

export function saveAiSettings(change: AiSettingsChange): Promise<AiSettings> {
  return keep(read(api.api.ai.settings.$put({ json: change })));
}

/** Stores an own key after one small request with it. */
export function setAiKey(provider: AiProvider, key: AiKey): Promise<AiSettings> {
  return keep(read(api.api.ai.keys[":provider"].$put({ param: { provider }, json: key })));
}

export function removeAiKey(provider: AiProvider): Promise<AiSettings> {
  return keep(read(api.api.ai.keys[":provider"].$delete({ param: { provider } })));
}

/** Asks the provider whether the key in use works; the answer says so in its state. */
export function testAiKey(provider: AiProvider): Promise<AiSettings> {
  return keep(read(api.api.ai.keys[":provider"].test.$post({ param: { provider } })));
}

/** What an analysis would spend at most; undefined when that cannot be found out. */
export const getEstimate = query(
  (repositoryId: string): Promise<AiEstimate | undefined> =>
    read<AiEstimate>(api.api.ai.estimate.$get({ query: { repository_id: repositoryId } })).catch(() => undefined),
  "ai-estimate",
);

/** Has the AI write a fix for a finding of a rule, and proves it. */
export function askForFix(findingId: string): Promise<AiFix> {
  return read(api.api.recommendations[":id"].fix.$post({ param: { id: findingId } }));
}

export function reviewPullRequest(repositoryId: string, pullNumber: number): Promise<Review> {
  return read(
    api.api.repositories[":id"].review.$post({ param: { id: repositoryId }, json: { pull_number: pullNumber } }),
  );
}
