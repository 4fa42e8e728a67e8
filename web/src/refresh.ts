import { query, revalidate } from "@solidjs/router";
import { ApiProblem } from "./problem.ts";

/** True of a failure that asking again does not mend: the thing is gone, or the reader may not see it any more. */
export function isGone(thrown: unknown): boolean {
  return thrown instanceof ApiProblem && (thrown.status === 404 || thrown.status === 403);
}

/**
 * Reads anew and shows the answer in place, without a loading state. A failure leaves what is shown and is thrown to the
 * caller; that something is gone is shown in its place, by asking for it as a page does that opens.
 */
export async function refresh<T>(key: string, load: () => Promise<T>): Promise<T> {
  const value = await load().catch((thrown: unknown) => {
    if (isGone(thrown)) void revalidate(key);
    throw thrown;
  });
  query.set(key, value as never);
  await revalidate(key, false);
  return value;
}
