import { Hono } from "hono";
import {
  readOrganization,
  renameOrganization,
  transferOrganization,
} from "../../services/organizations/change-organization.ts";
import { listMappable, mapAccount, unmapAccount } from "../../services/organizations/map-github.ts";
import {
  createOrganization,
  listOwnOrganizations,
  switchOrganization,
} from "../../services/organizations/own-organizations.ts";
import type { AppEnv } from "../app-env.ts";
import { githubOwnersJson, orgJson, orgListJson } from "../json/orgs.ts";
import { defineRoute } from "../registry.ts";
import {
  GithubMappingBody,
  GithubOwnerList,
  Org,
  OrgBody,
  OrgCreated,
  OrgList,
  OrgParams,
  OrgTransferBody,
} from "../schemas/orgs.ts";

const MAPPING = { access: "org", permission: "repository.connect", rate: "repositories" } as const;

const list = defineRoute({
  method: "get",
  path: "/api/orgs",
  summary: "The caller's organizations, the own one first; a token is shown the one that it was made in.",
  access: "session",
  tokenScope: "read",
  rate: "default",
  audit: null,
  responses: { 200: OrgList },
});

const create = defineRoute({
  method: "post",
  path: "/api/orgs",
  summary: "A new organization with the caller as its owner; the session goes on in it.",
  access: "session",
  rate: "default",
  audit: "organization.created",
  body: OrgBody,
  responses: { 201: OrgCreated },
});

const switchTo = defineRoute({
  method: "post",
  path: "/api/orgs/:id/switch",
  summary: "Lets the session go on in another organization of the caller's.",
  access: "session",
  rate: "default",
  audit: "organization.switched",
  params: OrgParams,
  responses: { 204: "empty" },
});

const read = defineRoute({
  method: "get",
  path: "/api/orgs/current",
  summary: "The organization that the session or token works in.",
  access: "org",
  permission: "organization.read",
  rate: "default",
  audit: null,
  responses: { 200: Org },
});

const rename = defineRoute({
  method: "put",
  path: "/api/orgs/current",
  summary: "Gives the organization another name.",
  access: "org",
  permission: "organization.change",
  rate: "default",
  audit: "organization.renamed",
  body: OrgBody,
  responses: { 200: Org },
});

const transfer = defineRoute({
  method: "post",
  path: "/api/orgs/current/transfer",
  summary:
    "Makes another member the owner and the caller an administrator; asks for a sign-in of the last ten minutes.",
  access: "org",
  permission: "organization.transfer",
  rate: "default",
  audit: "organization.transferred",
  body: OrgTransferBody,
  responses: { 200: Org },
});

const listGithub = defineRoute({
  method: "get",
  path: "/api/orgs/github",
  summary: "Accounts of GitHub that the caller may map: the own one, and organizations that GitHub shows the caller.",
  ...MAPPING,
  audit: null,
  responses: { 200: GithubOwnerList },
});

const map = defineRoute({
  method: "put",
  path: "/api/orgs/current/github",
  summary:
    "Says whose repositories of GitHub belong to the organization. With `all` they are connected, the first ones before this answers, new ones within a quarter of an hour; archived ones and those that somebody disconnected are left out.",
  ...MAPPING,
  audit: "organization.mapped",
  body: GithubMappingBody,
  responses: { 200: Org },
});

const unmap = defineRoute({
  method: "delete",
  path: "/api/orgs/current/github",
  summary: "Connects nothing by itself any more; what is connected stays.",
  ...MAPPING,
  audit: "organization.unmapped",
  responses: { 204: "empty" },
});

export const orgs = new Hono<AppEnv>()
  .get(list.path, ...list.use, async (c) => {
    const { scope, session } = c.var;
    return c.json(orgListJson(await listOwnOrganizations(scope, session), session), 200);
  })
  .post(create.path, ...create.use, async (c) => {
    const { name } = c.req.valid("json");
    return c.json({ id: await createOrganization(c.var.scope, c.var.session, name), name }, 201);
  })
  .get(listGithub.path, ...listGithub.use, async (c) => c.json(githubOwnersJson(await listMappable(c.var.ctx)), 200))
  .get(read.path, ...read.use, async (c) => c.json(orgJson(await readOrganization(c.var.ctx)), 200))
  .put(rename.path, ...rename.use, async (c) =>
    c.json(orgJson(await renameOrganization(c.var.ctx, c.req.valid("json").name)), 200),
  )
  .post(transfer.path, ...transfer.use, async (c) => {
    const { user_id: userId, confirm } = c.req.valid("json");
    return c.json(orgJson(await transferOrganization(c.var.ctx, { userId, confirm })), 200);
  })
  .put(map.path, ...map.use, async (c) => c.json(orgJson(await mapAccount(c.var.ctx, c.req.valid("json"))), 200))
  .delete(unmap.path, ...unmap.use, async (c) => {
    await unmapAccount(c.var.ctx);
    return c.body(null, 204);
  })
  .post(switchTo.path, ...switchTo.use, async (c) => {
    await switchOrganization(c.var.scope, c.var.session, c.req.valid("param").id);
    return c.body(null, 204);
  });
