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
};

/** Whom a signature speaks for. The row still has to say that the key is in force and the webhook its own. */
export type Signer = { readonly orgId: string; readonly repositoryId: string; readonly key: string };

/** The repository whose secret signed this delivery; undefined when none did. Asks no store, parses nothing and writes nothing. */
export async function signedBy(scope: Pick<Scope, "hookSecrets">, delivery: RawDelivery): Promise<Signer | undefined> {
  const { orgId, repositoryId, key, body, signature } = delivery;
  if (orgId === undefined || repositoryId === undefined || key === undefined) return undefined;
  const secret = await scope.hookSecrets.secretOf(key, { orgId, repositoryId });
  if (secret === undefined) return undefined;
  return (await isSigned(body, signature, [secret])) ? { orgId, repositoryId, key } : undefined;
}

export function notSigned(): AppError {
  return new AppError(
    "unauthenticated",
    "The signature does not fit this body and webhook. Check the webhook's secret, or connect the repository again.",
    { problemCode: "webhook_signature" },
  );
}
