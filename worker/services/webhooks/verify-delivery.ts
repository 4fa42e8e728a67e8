import { AppError } from "../../errors.ts";
import type { Scope } from "../context.ts";
import { isSigned } from "./signature.ts";

/** A delivery as it arrived: nothing of it is trusted. Header values as sent; the other texts stand in its address. */
export type RawDelivery = {
  readonly orgId: string | undefined;
  readonly repositoryId: string | undefined;
  readonly key: string | undefined;
  readonly hookId: string | undefined;
  readonly guid: string | undefined;
  readonly event: string | undefined;
  readonly signature: string | undefined;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Whence it came, where the platform says so. */
  readonly address?: string | undefined;
};

/** Whom a signature speaks for. The row still has to say that the key is in force and the webhook its own. */
export type Signer = { readonly orgId: string; readonly repositoryId: string; readonly key: string };

/** The repository whose secret signed this delivery; undefined when none did. Asks no store, parses nothing and writes nothing. */
export async function signedBy(
  scope: Pick<Scope, "hookSecrets">,
  delivery: Pick<RawDelivery, "orgId" | "repositoryId" | "key" | "body" | "signature">,
): Promise<Signer | undefined> {
  const { orgId, repositoryId, key, body, signature } = delivery;
  if (orgId === undefined || repositoryId === undefined || key === undefined) return undefined;
  const verifier = await scope.hookSecrets.verifierOf(key, { orgId, repositoryId });
  if (verifier === undefined) return undefined;
  return (await isSigned(body, signature, [verifier])) ? { orgId, repositoryId, key } : undefined;
}

/** Refusals a minute that one address gets in full. */
const REFUSALS_A_MINUTE = 100;

/** The refusal of a delivery: not signed, and after too many of these from one address that they are too many. */
export function refusalOf(scope: Pick<Scope, "refusals" | "clock" | "config">, { address }: RawDelivery): AppError {
  if (address === undefined) return notSigned();
  const { count, endsAt } = scope.refusals.count(address, scope.clock.now());
  if (count <= REFUSALS_A_MINUTE * scope.config.rateLimitFactor) return notSigned();
  const detail =
    "Too many deliveries from this address were not signed. Check the webhook's secret, and wait a minute.";
  return new AppError("rate_limited", detail, { retryAt: endsAt });
}

export function notSigned(): AppError {
  return new AppError(
    "unauthenticated",
    "The signature does not fit this body and webhook. Check the webhook's secret, or connect the repository again.",
    { problemCode: "webhook_signature" },
  );
}
