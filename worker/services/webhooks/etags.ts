/** ETags of GitHub's answers about one repository, kept together in its row: of itself, and of its pull requests. */
import * as z from "zod";

type Etags = { readonly repository: string | null; readonly pulls: string | null };

const Stored = z.object({ repository: z.string().nullable(), pulls: z.string().nullable() });
const NONE: Etags = { repository: null, pulls: null };

/** What the row keeps; anything else counts as nothing, which costs a question each. */
export function readEtags(text: string | null): Etags {
  if (text === null) return NONE;
  try {
    return Stored.parse(JSON.parse(text));
  } catch {
    return NONE;
  }
}

export function writeEtags(etags: Etags): string {
  return JSON.stringify(etags);
}
