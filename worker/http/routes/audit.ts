import { Hono } from "hono";
import type * as z from "zod";
import type { AuditFilter } from "../../db/audit-log.ts";
import { exportAudit } from "../../services/audit/export-audit.ts";
import { listAudit } from "../../services/audit/read-audit.ts";
import { verifyAudit } from "../../services/audit/verify-audit.ts";
import type { AppEnv } from "../app-env.ts";
import { attachment } from "../attachment.ts";
import { auditRowJson, auditVerdictJson } from "../json/audit.ts";
import { auditCsv, auditJson } from "../json/audit-file.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import { AuditExportBody, AuditPage, AuditQuery, AuditVerdict } from "../schemas/audit.ts";

const LIST = "audit";
const READ = { access: "org", permission: "audit.read", audit: null } as const;

const list = defineRoute({
  method: "get",
  path: "/api/audit",
  summary: "What happened in the organization, newest first. A page of a filtered list may be empty with more to come.",
  ...READ,
  rate: "default",
  query: AuditQuery,
  responses: { 200: AuditPage },
});

const verify = defineRoute({
  method: "get",
  path: "/api/audit/verify",
  summary: "Whether the audit log is whole: the first row that is missing or was changed, if any.",
  ...READ,
  rate: "jobs",
  responses: { 200: AuditVerdict },
});

const exported = defineRoute({
  method: "post",
  path: "/api/audit/export",
  summary: "The audit log as a file, oldest first. Needs a sign-in of the last ten minutes.",
  access: "org",
  permission: "audit.export",
  rate: "jobs",
  audit: "audit.exported",
  isSecret: true,
  body: AuditExportBody,
  responses: { 200: "attachment" },
});

type Filters = Omit<z.output<typeof AuditExportBody>, "format">;

function filterOf({ action, actor_id, target_id, from, to }: Filters): AuditFilter {
  return {
    action,
    actorId: actor_id,
    targetId: target_id,
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  };
}

export const audit = new Hono<AppEnv>()
  .get(list.path, ...list.use, async (c) => {
    const { ctx } = c.var;
    const { cursor, limit, ...filters } = c.req.valid("query");
    const key = await readCursor(ctx, LIST, cursor);
    const { items, next } = await listAudit(ctx, { filter: filterOf(filters), below: key?.at, limit });
    // A number says where to go on; the list is the organization's.
    const page = { items: items.map(auditRowJson), next: next === null ? null : { at: next, id: ctx.orgId } };
    return c.json(await pageJson(ctx, LIST, page), 200);
  })
  .get(verify.path, ...verify.use, async (c) => c.json(auditVerdictJson(await verifyAudit(c.var.ctx)), 200))
  .post(exported.path, ...exported.use, async (c) => {
    const { ctx } = c.var;
    const { format, ...filters } = c.req.valid("json");
    const content = await exportAudit(ctx, { format, filter: filterOf(filters) });
    const now = ctx.clock.now();
    const name = `audit-log-${new Date(now).toISOString().slice(0, "2026-01-01".length)}.${format}`;
    return format === "csv"
      ? attachment(auditCsv(content), { name, type: "text/csv; charset=utf-8; header=present" })
      : attachment(auditJson(content, now), { name, type: "application/json" });
  });
