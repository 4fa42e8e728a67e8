import { query, revalidate } from "@solidjs/router";
import { api, done, read } from "../../api.ts";
import type { GithubMapping, GithubOwners, ListedOrg, Org, OrgDeletion, OrgTransfer } from "../../api-types.ts";
import { download } from "../../download.ts";
import { getMe } from "../session/session.queries.ts";
import { moveTo } from "./moving.ts";

/** The organizations that the reader belongs to. */
export const getOrganizations = query(async (): Promise<readonly ListedOrg[]> => {
  const { items }: { items: ListedOrg[] } = await read(api.api.orgs.$get());
  return items;
}, "organizations");

/** The one that the session works in. */
export const getOrganization = query((): Promise<Org> => read(api.api.orgs.current.$get()), "organization");

/** Accounts of GitHub that the reader may map. */
export const getGithubOwners = query(async (): Promise<GithubOwners> => {
  const { items }: { items: GithubOwners } = await read(api.api.orgs.github.$get());
  return items;
}, "github-owners");

/** Shows what a change answered, wherever the organization is shown. */
async function keep(change: Promise<Org>): Promise<Org> {
  const organization = await change;
  query.set(getOrganization.keyFor(), organization as never);
  await revalidate(getOrganization.keyFor(), false);
  void revalidate([getMe.key, getOrganizations.key]);
  return organization;
}

/** Makes an organization, into which the session moves, and shows it. */
export async function createOrganization(name: string): Promise<void> {
  await read(api.api.orgs.$post({ json: { name } }));
  moveTo("/settings/organization");
}

/** Works in another organization from now on. */
export async function switchOrganization(id: string, path = "/"): Promise<void> {
  await done(api.api.orgs[":id"].switch.$post({ param: { id } }));
  moveTo(path);
}

export function renameOrganization(name: string): Promise<Org> {
  return keep(read(api.api.orgs.current.$put({ json: { name } })));
}

export function mapGithub(mapping: GithubMapping): Promise<Org> {
  return keep(read(api.api.orgs.current.github.$put({ json: mapping })));
}

/** Nothing is disconnected by this. */
export async function unmapGithub(): Promise<void> {
  await done(api.api.orgs.current.github.$delete());
  await revalidate(getOrganization.key);
}

/** Makes another member the owner, and the reader an administrator. */
export async function transferOrganization(to: OrgTransfer): Promise<void> {
  await keep(read(api.api.orgs.current.transfer.$post({ json: to })));
  void revalidate("members");
}

const lifeChanged = () => revalidate([getMe.key, getOrganization.key, getOrganizations.key]);

/** `confirm` is the name, typed. Answers with the instant before which nothing is gone. */
export async function deleteOrganization(confirm: string): Promise<string> {
  const { delete_after: after }: OrgDeletion = await read(api.api.orgs.current.$delete({ json: { confirm } }));
  await lifeChanged();
  return after;
}

export async function restoreOrganization(): Promise<void> {
  await done(api.api.orgs.current.restore.$post());
  await lifeChanged();
}

/** Saves everything that the organization has here as a file. */
export function exportOrganization(): Promise<void> {
  return download(api.api.orgs.current.export.$post(), "organization.jsonl");
}
