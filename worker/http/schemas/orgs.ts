import * as z from "zod";
import { Id, PageQuery, Person, pageOf, Role, Timestamp } from "./common.ts";

const Name = z.string().trim().min(1).max(100);
/** The name of what is lost, typed again. */
const Confirm = z.strictObject({ confirm: z.string().max(100) });

export const OrgParams = z.object({ id: Id });
export const OrgBody = z.strictObject({ name: Name });
export const OrgDeletionBody = Confirm;
/** Until then the organization can be restored. */
export const OrgDeletion = z.object({ delete_after: Timestamp }).meta({ id: "OrgDeletion" });
export const OrgTransferBody = z.strictObject({ user_id: Id, confirm: z.string().max(100) });

/** Set while an organization waits to be deleted: until then it can be restored. */
const Deletion = z.object({ delete_after: Timestamp, requested_by: Person.nullable() });

/** The account of GitHub whose repositories belong here. */
const GithubMapping = z.object({
  owner: z.string(),
  /** `all`: every repository that may be connected is, new ones too. */
  connects: z.enum(["selected", "all"]),
  mapped_by: Person.nullable(),
  /** When its list was read last. */
  read_at: Timestamp.nullable(),
});

export const Org = z
  .object({
    id: Id,
    name: z.string(),
    role: Role,
    /** Made for this user at the first sign-in. */
    personal: z.boolean(),
    created_at: Timestamp,
    members: z.int(),
    repositories: z.int(),
    github: GithubMapping.nullable(),
    deletion: Deletion.nullable(),
  })
  .meta({ id: "Org" });

export const OrgCreated = z.object({ id: Id, name: z.string() }).meta({ id: "OrgCreated" });

export const OrgList = z
  .object({
    items: z.array(
      z.object({
        id: Id,
        name: z.string(),
        role: Role,
        /** The one that this session works in. */
        current: z.boolean(),
        personal: z.boolean(),
        delete_after: Timestamp.nullable(),
      }),
    ),
  })
  .meta({ id: "OrgList" });

/** Accounts of GitHub that the caller may map: the own one and those of organizations. */
export const GithubOwnerList = z
  .object({
    items: z.array(
      z.object({ login: z.string(), kind: z.enum(["user", "organization"]), avatar_url: z.string().nullable() }),
    ),
  })
  .meta({ id: "GithubOwnerList" });

export const GithubMappingBody = z.strictObject({
  owner: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/),
  connects: z.enum(["selected", "all"]),
});

export const MemberParams = z.object({ id: Id });
export const MemberBody = z.strictObject({ role: Role });
export const Member = z
  .object({ user: Person, role: Role, joined_at: Timestamp, last_seen_at: Timestamp.nullable() })
  .meta({ id: "Member" });
export const MembersQuery = PageQuery;
export const MemberPage = pageOf(Member).meta({ id: "MemberPage" });

export const InvitationsQuery = PageQuery;
export const InvitationParams = z.object({ id: Id });
/** Without a login: a link that works once, for whoever has it. With one: for that account of GitHub alone. */
export const InvitationBody = z.strictObject({
  role: Role,
  github_login: z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/)
    .optional(),
});
const InvitationFields = {
  id: Id,
  role: Role,
  kind: z.enum(["link", "github"]),
  github_login: z.string().nullable(),
  created_by: Person.nullable(),
  created_at: Timestamp,
  expires_at: Timestamp,
};
export const Invitation = z.object(InvitationFields).meta({ id: "Invitation" });
/** `url` is shown once and never again; null for an invitation of an account. */
export const NewInvitation = z
  .object({ ...InvitationFields, url: z.string().nullable() })
  .meta({ id: "NewInvitation" });
/** Those that still can be accepted, the newest first. */
export const InvitationPage = pageOf(Invitation).meta({ id: "InvitationPage" });

/** What the invited person sees before accepting. */
export const InvitationOffer = z
  .object({
    id: Id,
    organization: z.object({ id: Id, name: z.string(), members: z.int() }),
    role: Role,
    invited_by: Person.nullable(),
    expires_at: Timestamp,
    /** True for somebody who is a member already. */
    already_member: z.boolean(),
  })
  .meta({ id: "InvitationOffer" });
export const InvitationOfferList = z.object({ items: z.array(InvitationOffer) }).meta({ id: "InvitationOfferList" });
/** The secret of a link, or the id of an invitation of the caller's own account. */
export const InvitationChoice = z.union([
  z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) }),
  z.strictObject({ id: Id }),
]);
export const InvitationDeclineBody = z.strictObject({ id: Id });
export const InvitationAccepted = z.object({ organization_id: Id, role: Role }).meta({ id: "InvitationAccepted" });
