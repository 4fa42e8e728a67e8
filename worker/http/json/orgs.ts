import type * as z from "zod";
import type { Membership } from "../../db/organizations.ts";
import type { OrganizationView } from "../../services/organizations/change-organization.ts";
import type { MappableAccount } from "../../services/organizations/map-github.ts";
import type { GithubOwnerList, Org, OrgList } from "../schemas/orgs.ts";
import { personJson, shownAvatar } from "./person.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

type OrgJson = z.infer<typeof Org>;

export function orgJson(view: OrganizationView): OrgJson {
  const { id, name, createdAt } = view.organization;
  return {
    id,
    name,
    role: view.role,
    personal: view.isPersonal,
    created_at: timestamp(createdAt),
    members: view.members,
    repositories: view.repositories,
    github: mappingJson(view),
    deletion: deletionJson(view),
  };
}

function mappingJson({ organization, mappedBy }: OrganizationView): OrgJson["github"] {
  const { githubOwner, connectsAll, githubReadAt } = organization;
  if (githubOwner === null) return null;
  return {
    owner: githubOwner,
    connects: connectsAll ? "all" : "selected",
    mapped_by: mappedBy && personJson(mappedBy),
    read_at: timestampOrNull(githubReadAt),
  };
}

function deletionJson({ organization, deletionRequestedBy }: OrganizationView): OrgJson["deletion"] {
  if (organization.deleteAfter === null) return null;
  const requestedBy = deletionRequestedBy && personJson(deletionRequestedBy);
  return { delete_after: timestamp(organization.deleteAfter), requested_by: requestedBy };
}

/** `of`: whose list it is, and in which organization that user works. */
export function orgListJson(
  memberships: readonly Membership[],
  of: { userId: string; orgId: string },
): z.infer<typeof OrgList> {
  const items = memberships.map(({ id, name, role, personalOf, deleteAfter }) => ({
    id,
    name,
    role,
    current: id === of.orgId,
    personal: personalOf === of.userId,
    delete_after: timestampOrNull(deleteAfter),
  }));
  return { items };
}

export function githubOwnersJson(owners: readonly MappableAccount[]): z.infer<typeof GithubOwnerList> {
  return { items: owners.map(({ login, kind, avatarUrl }) => ({ login, kind, avatar_url: shownAvatar(avatarUrl) })) };
}
