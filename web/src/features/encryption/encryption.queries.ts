import { query, revalidate } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type { Encryption, Resealed } from "../../api-types.ts";

export const getEncryption = query((): Promise<Encryption> => read(api.api.encryption.$get()), "encryption");

/** Seals what an older key sealed with the one in use. */
export async function reseal(): Promise<Resealed> {
  const result: Resealed = await read(api.api.encryption.rotate.$post());
  void revalidate(getEncryption.key);
  return result;
}
