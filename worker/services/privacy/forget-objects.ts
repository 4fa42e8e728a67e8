import { modelFor } from "../../adapters/ai/models/registry.ts";
import { modelsAsked } from "../../db/purge.ts";
import type { Ctx } from "../context.ts";

type Model = { readonly provider: string; readonly id: string };

const PROVIDERS = ["gemini", "anthropic", "openai"] as const;
const DIFFICULTIES = ["usual", "hard"] as const;

/** The models that are in use, and those that were asked before: each has a breaker. */
async function modelsOf(ctx: Ctx): Promise<Model[]> {
  const present: Model[] = PROVIDERS.flatMap((provider) =>
    DIFFICULTIES.map((difficulty) => ({ provider, id: modelFor(ctx.config, provider, difficulty).id })),
  );
  const asked = (await modelsAsked(ctx.data)).map(({ provider, model }) => ({
    provider: provider ?? "",
    id: model ?? "",
  }));
  return [...new Map([...present, ...asked].map((model) => [`${model.provider}:${model.id}`, model])).values()];
}

/** Empties every object of the organization but those of its repositories, and hangs up on whoever listens. */
export async function forgetObjects(ctx: Ctx): Promise<void> {
  const { objects, orgId } = ctx;
  const breakers = (await modelsOf(ctx)).map((model) => objects.breaker(orgId, model));
  const all = [objects.orgLive(orgId), objects.orgJobs(orgId), objects.quota(orgId), ...breakers];
  await Promise.all(all.map((object) => object.forget({ orgId })));
}
