import * as z from "zod";
import { TOKEN_SCOPES } from "../../permissions.ts";
import { Id, PageQuery, Person, pageOf, Timestamp } from "./common.ts";

const Scope = z.enum(TOKEN_SCOPES);

export const TokenParams = z.object({ id: Id });
export const TokensQuery = PageQuery;
export const TokenBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(Scope)
    .min(1)
    .max(TOKEN_SCOPES.length)
    .transform((scopes) => TOKEN_SCOPES.filter((scope) => scopes.includes(scope))),
  expires_in_days: z.int().min(1).max(366),
});

const TokenFields = {
  id: Id,
  name: z.string(),
  /** The first characters, by which people tell their tokens apart. */
  prefix: z.string(),
  scopes: z.array(Scope),
  user: Person,
  created_at: Timestamp,
  expires_at: Timestamp,
  /** Written at most every five minutes. */
  last_used_at: Timestamp.nullable(),
  /** Shortened address of the last use. */
  last_network: z.string().nullable(),
};
export const Token = z.object(TokenFields).meta({ id: "Token" });
/** `secret` is shown once and never again. */
export const NewToken = z.object({ ...TokenFields, secret: z.string() }).meta({ id: "NewToken" });
export const TokenPage = pageOf(Token).meta({ id: "TokenPage" });
