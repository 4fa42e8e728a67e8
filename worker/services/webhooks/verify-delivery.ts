import { findRepositoryByHook, type Repository } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";
import { EnvelopeError } from "../../platform/envelope.ts";
import type { Scope } from "../context.ts";
import { hookSecretPlace } from "../repositories/ensure-hook.ts";
import { isSigned } from "./signature.ts";

/** A delivery as it arrived: nothing of it is trusted. Header values as sent. */
export type RawDelivery = {
  readonly hookId: string | undefined;
  readonly guid: string | undefined;
  readonly event: string | undefined;
  readonly signature: string | undefined;
  readonly body: Uint8Array<ArrayBuffer>;
};

/** The repository whose secret signed this delivery; undefined when none did. Parses nothing and writes nothing. */
export async function signedBy(scope: Scope, delivery: RawDelivery): Promise<Repository | undefined> {
  const hookId = Number(delivery.hookId);
  if (!/^\d{1,15}$/.test(delivery.hookId ?? "")) return undefined;
  const repository = await findRepositoryByHook(scope.db, hookId);
  if (!repository) return undefined;
  const secrets = await secretsOf(scope, repository);
  return (await isSigned(delivery.body, delivery.signature, secrets)) ? repository : undefined;
}

export function notSigned(): AppError {
  return new AppError(
    "unauthenticated",
    "The signature does not fit this body and webhook. Check the webhook's secret, or connect the repository again.",
    { problemCode: "webhook_signature" },
  );
}

/** The current secret, and while one rotates the one before it. */
async function secretsOf(scope: Scope, repository: Repository): Promise<string[]> {
  const { hookSecret, previousHookSecret, previousHookSecretUntil } = repository;
  const isPreviousValid = previousHookSecretUntil !== null && previousHookSecretUntil > scope.clock.now();
  const sealed = [hookSecret, ...(isPreviousValid && previousHookSecret !== null ? [previousHookSecret] : [])];
  const opened = await Promise.all(sealed.map((secret) => openSecret(scope, repository, secret)));
  return opened.filter((secret) => secret !== undefined);
}

/** A secret that does not open signs nothing. */
async function openSecret(scope: Scope, repository: Repository, sealed: string): Promise<string | undefined> {
  try {
    return await scope.envelope.open(sealed, hookSecretPlace(repository.orgId, repository.id));
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    scope.log.error("webhook_secret_unreadable", { org_id: repository.orgId, repository_id: repository.id });
    return undefined;
  }
}
