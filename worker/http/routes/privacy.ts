import { Hono } from "hono";
import { deleteAccount } from "../../services/privacy/delete-account.ts";
import { requestDeletion, restoreOrganization } from "../../services/privacy/delete-organization.ts";
import { exportOrganization } from "../../services/privacy/export-organization.ts";
import type { AppEnv } from "../app-env.ts";
import { attachment } from "../attachment.ts";
import { forgetSession } from "../cookies.ts";
import { jsonLines } from "../json/privacy.ts";
import { defineRoute } from "../registry.ts";
import { OrgDeletion, OrgDeletionBody } from "../schemas/orgs.ts";

const remove = defineRoute({
  method: "delete",
  path: "/api/orgs/current",
  summary:
    "Asks for the deletion of the organization in seven days; until then everything goes on and it can be restored.",
  access: "org",
  permission: "organization.delete",
  rate: "default",
  audit: "organization.deletion_requested",
  body: OrgDeletionBody,
  responses: { 202: OrgDeletion },
});

const restore = defineRoute({
  method: "post",
  path: "/api/orgs/current/restore",
  summary: "Takes the request to delete the organization back.",
  access: "org",
  permission: "organization.delete",
  rate: "default",
  audit: "organization.restored",
  responses: { 204: "empty" },
});

const exported = defineRoute({
  method: "post",
  path: "/api/orgs/current/export",
  summary: "Everything stored of the organization as JSON lines, without credentials; the last line counts the rows.",
  access: "org",
  permission: "organization.export",
  rate: "analysis",
  audit: "organization.exported",
  responses: { 200: "attachment" },
  isSecret: true,
});

const endAccount = defineRoute({
  method: "delete",
  path: "/api/auth/account",
  summary:
    "Ends the user's account: leaves every organization, deletes those without anybody else, and removes all that is the user's own.",
  access: "session",
  rate: "auth",
  audit: "account.deleted",
  responses: { 204: "empty" },
});

export const privacy = new Hono<AppEnv>()
  .delete(remove.path, ...remove.use, async (c) => {
    const { deleteAfter } = await requestDeletion(c.var.ctx, c.req.valid("json").confirm);
    return c.json({ delete_after: new Date(deleteAfter).toISOString() }, 202);
  })
  .post(restore.path, ...restore.use, async (c) => {
    await restoreOrganization(c.var.ctx);
    return c.body(null, 204);
  })
  .post(exported.path, ...exported.use, async (c) => {
    const { at, slices } = await exportOrganization(c.var.ctx);
    const name = `autodevops-${new Date(at).toISOString().slice(0, "2026-01-01".length)}.jsonl`;
    return attachment(jsonLines(slices), { name, type: "application/x-ndjson; charset=utf-8" });
  })
  .delete(endAccount.path, ...endAccount.use, async (c) => {
    await deleteAccount(c.var.scope, c.var.session);
    forgetSession(c);
    return c.body(null, 204);
  });
