/** Parses parameters, query and body with the route's schemas and turns what does not fit into our problems. */
import { zValidator } from "@hono/zod-validator";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import { AppError, type InputError } from "../errors.ts";
import { badTextIn } from "./bad-text.ts";
import { pass } from "./middleware/pass.ts";

const NOTHING = z.strictObject({});

function errorsOf(issues: readonly z.core.$ZodIssue[]): InputError[] {
  return issues.map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));
}

function invalid(errors: readonly InputError[]): never {
  throw new AppError("invalid_input", "Some values are not as expected. Correct the fields named in `errors`.", {
    errors,
  });
}

/** A schema that also refuses text with control characters or broken Unicode, which storage would change silently. */
function clean(schema: z.ZodType): z.ZodType {
  return z
    .unknown()
    .superRefine((value, context) => {
      const bad = badTextIn(value);
      if (bad) context.addIssue({ code: "custom", path: [...bad.path], message: bad.message });
    })
    .pipe(schema);
}

/** A malformed id is an object that cannot exist: 404, like one that does not. */
export function validParams(schema: z.ZodType | undefined): MiddlewareHandler {
  if (!schema) return pass;
  return zValidator("param", schema, (result) => {
    if (!result.success) throw new AppError("not_found", "There is no such object in this organization.");
  });
}

/** Without a schema no key is allowed. */
export function validQuery(schema: z.ZodType | undefined): MiddlewareHandler {
  return zValidator("query", clean(schema ?? NOTHING), (result) => {
    if (!result.success) invalid(errorsOf(result.error.issues));
  });
}

/** Without a schema the body is not looked at. */
export function validJson(schema: z.ZodType | undefined): MiddlewareHandler {
  if (!schema) return pass;
  return zValidator("json", clean(schema), (result) => {
    if (!result.success) invalid(errorsOf(result.error.issues));
  });
}
