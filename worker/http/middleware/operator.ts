/** The door of whoever runs the deploy. For anybody else there is nothing behind it, as at an address that does not exist. */
import { AppError } from "../../errors.ts";
import { isSameSecret } from "../../platform/encoding.ts";
import type { AppEnv, Asked } from "../app-env.ts";

const BEARER = "Bearer ";

/** Throws not_found unless the request carries the deploy's operator token. */
export async function requireOperator(c: Asked & { var: AppEnv["Variables"] }): Promise<void> {
  const { operatorToken } = c.var.scope.config;
  const authorization = c.req.header("authorization") ?? "";
  const given = authorization.startsWith(BEARER) ? authorization.slice(BEARER.length) : "";
  if (operatorToken !== undefined && (await isSameSecret(given, operatorToken))) return;
  throw new AppError("not_found", "There is nothing at this address.");
}
