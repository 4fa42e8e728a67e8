import { Hono } from "hono";
import {
  acceptInvitation,
  declineInvitation,
  listOwnInvitations,
  lookAtInvitation,
} from "../../services/invitations/answer-invitations.ts";
import { invite, readInvitations, revokeInvitation } from "../../services/invitations/manage-invitations.ts";
import type { AppEnv } from "../app-env.ts";
import { invitationJson, offerJson } from "../json/invitations.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import {
  InvitationAccepted,
  InvitationBody,
  InvitationChoice,
  InvitationDeclineBody,
  InvitationOffer,
  InvitationOfferList,
  InvitationPage,
  InvitationParams,
  InvitationsQuery,
  NewInvitation,
} from "../schemas/orgs.ts";

const LIST = "invitations";
const MANAGE = { access: "org", permission: "member.manage", rate: "default" } as const;
const INVITED = { access: "session", rate: "default" } as const;

const list = defineRoute({
  method: "get",
  path: "/api/invitations",
  summary: "Invitations to the organization that still can be accepted, the newest first.",
  ...MANAGE,
  audit: null,
  query: InvitationsQuery,
  responses: { 200: InvitationPage },
});

const create = defineRoute({
  method: "post",
  path: "/api/invitations",
  summary:
    "Invites an account of GitHub, or makes a link that works once, for seven days. The link is shown in this answer alone.",
  ...MANAGE,
  audit: "invitation.created",
  body: InvitationBody,
  isSecret: true,
  responses: { 201: NewInvitation },
});

const revoke = defineRoute({
  method: "delete",
  path: "/api/invitations/:id",
  summary: "Takes an open invitation back.",
  ...MANAGE,
  params: InvitationParams,
  resource: { param: "id", table: "invitations" },
  audit: "invitation.revoked",
  responses: { 204: "empty" },
});

const mine = defineRoute({
  method: "get",
  path: "/api/invitations/mine",
  summary: "Invitations that wait for the caller's account of GitHub.",
  ...INVITED,
  audit: null,
  responses: { 200: InvitationOfferList },
});

const look = defineRoute({
  method: "post",
  path: "/api/invitations/look",
  summary: "What an invitation offers, before it is accepted; nothing is used up.",
  ...INVITED,
  audit: null,
  body: InvitationChoice,
  responses: { 200: InvitationOffer },
});

const accept = defineRoute({
  method: "post",
  path: "/api/invitations/accept",
  summary: "Joins the organization. The session stays where it is.",
  ...INVITED,
  audit: "invitation.accepted",
  body: InvitationChoice,
  responses: { 200: InvitationAccepted },
});

const decline = defineRoute({
  method: "post",
  path: "/api/invitations/decline",
  summary: "Refuses an invitation of the caller's account of GitHub.",
  ...INVITED,
  audit: "invitation.declined",
  body: InvitationDeclineBody,
  responses: { 204: "empty" },
});

export const invitations = new Hono<AppEnv>()
  .get(list.path, ...list.use, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const after = await readCursor(c.var.ctx, LIST, cursor);
    const { items, next } = await readInvitations(c.var.ctx, { after, limit });
    return c.json(await pageJson(c.var.ctx, LIST, { items: items.map(invitationJson), next }), 200);
  })
  .get(mine.path, ...mine.use, async (c) => {
    const offers = await listOwnInvitations(c.var.scope, c.var.session);
    return c.json({ items: offers.map(offerJson) }, 200);
  })
  .post(look.path, ...look.use, async (c) =>
    c.json(offerJson(await lookAtInvitation(c.var.scope, c.var.session, c.req.valid("json"))), 200),
  )
  .post(accept.path, ...accept.use, async (c) => {
    const { orgId, role } = await acceptInvitation(c.var.scope, c.var.session, c.req.valid("json"));
    return c.json({ organization_id: orgId, role }, 200);
  })
  .post(decline.path, ...decline.use, async (c) => {
    await declineInvitation(c.var.scope, c.var.session, c.req.valid("json").id);
    return c.body(null, 204);
  })
  .post(create.path, ...create.use, async (c) => {
    const { role, github_login: githubLogin } = c.req.valid("json");
    const { url, ...invitation } = await invite(c.var.ctx, { role, githubLogin });
    return c.json({ ...invitationJson(invitation), url }, 201);
  })
  .delete(revoke.path, ...revoke.use, async (c) => {
    await revokeInvitation(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  });
