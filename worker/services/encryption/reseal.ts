import type { Resealed, SealedRow, SealedTable } from "../../db/sealed.ts";
import { EnvelopeError, type SealedPlace } from "../../platform/envelope.ts";
import { keyPlace } from "../ai/policy.ts";
import { refreshTokenPlace, tokenPlace } from "../auth/sealed-grant.ts";
import type { Scope } from "../context.ts";

type Places = { readonly sealed: SealedPlace; readonly refreshSealed: SealedPlace };

/** What the seals of a row are bound to. */
function placesOf(table: SealedTable, { tenant, id }: SealedRow): Places {
  if (table === "ai_keys") return { sealed: keyPlace(tenant, id), refreshSealed: keyPlace(tenant, id) };
  return { sealed: tokenPlace(tenant, id), refreshSealed: refreshTokenPlace(tenant, id) };
}

async function again({ envelope }: Pick<Scope, "envelope">, sealed: string, place: SealedPlace): Promise<string> {
  return (await envelope.seal(await envelope.open(sealed, place), place)).sealed;
}

async function resealRow(scope: Scope, table: SealedTable, row: SealedRow): Promise<Resealed | undefined> {
  const places = placesOf(table, row);
  try {
    const sealed = await again(scope, row.sealed, places.sealed);
    const { refreshSealed } = row;
    return {
      row,
      sealed,
      refreshSealed: refreshSealed && (await again(scope, refreshSealed, places.refreshSealed)),
    };
  } catch (error) {
    if (error instanceof EnvelopeError) return undefined;
    throw error;
  }
}

/** The rows sealed under the active key; those whose seal does not open are left out. */
export async function resealRows(
  scope: Scope,
  table: SealedTable,
  rows: readonly SealedRow[],
): Promise<readonly Resealed[]> {
  const resealed = await Promise.all(rows.map((row) => resealRow(scope, table, row)));
  return resealed.filter((row) => row !== undefined);
}
