import * as z from "zod";
import { isoSeconds } from "../clock.ts";
import type { NewSignature } from "../git/write.ts";
import { requireUser } from "./auth-context.ts";
import type { LocalC } from "./env.ts";
import { unprocessable } from "./errors.ts";

export const SignatureInput = z
  .object({ name: z.string(), email: z.string(), date: z.iso.datetime({ offset: true }).optional() })
  .optional();
export type SignatureInput = z.infer<typeof SignatureInput>;

/** Git refuses a name or address that is empty once these are taken away. */
const CRUD = /[\s.,:;<>"\\']/g;

/** The given author or committer; the asking user and now for what is missing. Throws 422 for an empty name. */
export function signature(c: LocalC, input: SignatureInput): NewSignature {
  const { name, email } = input ?? requireUser(c);
  if (name.replace(CRUD, "") === "" || email.replace(CRUD, "") === "") {
    throw unprocessable('Invalid request.\n\n"name" and "email" must not be empty.');
  }
  return { name, email, date: isoSeconds(input?.date ? Date.parse(input.date) : c.var.local.clock.now()) };
}
