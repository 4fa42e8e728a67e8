import { Hono } from "hono";
import { changeRole, leaveOrganization, removeMember } from "../../services/members/change-member.ts";
import { readMembers } from "../../services/members/read-members.ts";
import type { AppEnv } from "../app-env.ts";
import { memberJson } from "../json/members.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import { Member, MemberBody, MemberPage, MemberParams, MembersQuery } from "../schemas/orgs.ts";

const LIST = "members";
const OWN_ROW = { params: MemberParams, resource: { param: "id", table: "organization_members" } } as const;
const MANAGE = { access: "org", permission: "member.manage", rate: "default" } as const;

const list = defineRoute({
  method: "get",
  path: "/api/members",
  summary: "Members of the organization, those who signed in first before the others.",
  access: "org",
  permission: "organization.read",
  rate: "default",
  audit: null,
  query: MembersQuery,
  responses: { 200: MemberPage },
});

const change = defineRoute({
  method: "put",
  path: "/api/members/:id",
  summary:
    "Gives another member a role. Administrators manage viewers and members, owners everybody; one owner always stays.",
  ...MANAGE,
  ...OWN_ROW,
  audit: "member.role_changed",
  body: MemberBody,
  responses: { 200: Member },
});

const remove = defineRoute({
  method: "delete",
  path: "/api/members/:id",
  summary:
    "Takes a member out: API tokens and open invitations of that member end, and what was connected with that member's access to GitHub passes to the caller.",
  ...MANAGE,
  ...OWN_ROW,
  audit: "member.removed",
  responses: { 204: "empty" },
});

const leave = defineRoute({
  method: "post",
  path: "/api/members/leave",
  summary: "The caller leaves the organization; the session goes on in the caller's own one.",
  access: "org",
  permission: "organization.leave",
  rate: "default",
  audit: "member.left",
  responses: { 204: "empty" },
});

export const members = new Hono<AppEnv>()
  .get(list.path, ...list.use, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const { items, next } = await readMembers(c.var.ctx, { after: await readCursor(c.var.ctx, LIST, cursor), limit });
    return c.json(await pageJson(c.var.ctx, LIST, { items: items.map(memberJson), next }), 200);
  })
  .post(leave.path, ...leave.use, async (c) => {
    await leaveOrganization(c.var.ctx);
    return c.body(null, 204);
  })
  .put(change.path, ...change.use, async (c) =>
    c.json(memberJson(await changeRole(c.var.ctx, c.req.valid("param").id, c.req.valid("json").role)), 200),
  )
  .delete(remove.path, ...remove.use, async (c) => {
    await removeMember(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  });
