/** Organizations, their members and invitations; nothing that is asked for changes anything. */
import type {
  Invitation,
  InvitationOffer,
  ListedOrg,
  Me,
  Member,
  NewInvitation,
  Org,
  Person,
  Role,
} from "../../../web/src/api-types.ts";
import { ME } from "./fleet.ts";
import { ago, idOf, justAgo } from "./ids.ts";

const DAY = 24 * 60;

function person(number: number, login: string, name: string | null = null): Person {
  return { id: idOf("other", number), login, name, avatar_url: null };
}

const MONA = person(1, "mona", "Mona Lisa");
const LIN = person(701, "lin", "Lin Chen");
const KIM = person(703, "kim-with-a-rather-long-login-of-thirty9", "Kim");

/** `days` since the person joined; `seen` minutes ago. */
function member(user: Person, role: Role, { days, seen }: { days: number; seen: number | null }): Member {
  return { user, role, joined_at: ago(days * DAY), last_seen_at: seen === null ? null : ago(seen) };
}

const MEMBERS: readonly Member[] = [
  member(MONA, "owner", { days: 90, seen: 1 }),
  member(LIN, "owner", { days: 80, seen: 60 * 5 }),
  member(person(702, "ada"), "admin", { days: 42, seen: 60 * 26 }),
  member(KIM, "member", { days: 9, seen: 3 }),
  member(person(704, "sol", "Sol <b>Vega</b>"), "viewer", { days: 2, seen: null }),
];

const NOT_DELETED: Org = {
  id: idOf("other", 2),
  name: "mona",
  role: "owner",
  personal: false,
  created_at: ago(90 * DAY),
  members: MEMBERS.length,
  repositories: 6,
  github: { owner: "acme", connects: "all", mapped_by: MONA, read_at: ago(7) },
  deletion: null,
};

const DELETION = { delete_after: ago(-6 * DAY), requested_by: LIN };

function orgOf(scenario: string): Org {
  if (scenario === "empty") return { ...NOT_DELETED, personal: true, members: 1, repositories: 0, github: null };
  if (scenario === "viewer") return { ...NOT_DELETED, role: "viewer" };
  return scenario === "deleting" ? { ...NOT_DELETED, deletion: DELETION } : NOT_DELETED;
}

function listed(number: number, seed: Partial<ListedOrg> & { readonly name: string }): ListedOrg {
  return { id: idOf("other", number), role: "member", current: false, personal: false, delete_after: null, ...seed };
}

const ORGANIZATIONS: readonly ListedOrg[] = [
  listed(2, { name: "mona", role: "owner", current: true }),
  listed(711, { name: "Acme platform engineering and developer experience" }),
  listed(712, { name: "Old things", role: "viewer", delete_after: ago(-2 * DAY) }),
];

function invitation(number: number, seed: Partial<Invitation>): Invitation {
  return {
    id: idOf("other", 720 + number),
    role: "member",
    kind: "link",
    github_login: null,
    created_by: MONA,
    created_at: ago(number * 90),
    expires_at: ago(-7 * DAY + number * 90),
    ...seed,
  };
}

const INVITATIONS: readonly Invitation[] = [
  invitation(1, { role: "viewer" }),
  invitation(2, { kind: "github", github_login: "octocat", role: "admin", created_by: LIN }),
];

function madeOf(body: string): NewInvitation {
  const { role, github_login: login } = JSON.parse(body) as { role: Role; github_login?: string };
  const made = invitation(0, { role, kind: login ? "github" : "link", github_login: login ?? null });
  return { ...made, url: login ? null : `https://autodevops.example/invitations#${"Ab3_".repeat(10)}xyz` };
}

function offer(number: number, seed: Partial<InvitationOffer> & { readonly name: string }): InvitationOffer {
  const { name, ...rest } = seed;
  return {
    id: idOf("other", 730 + number),
    organization: { id: idOf("other", 710 + number), name, members: 12 },
    role: "member",
    invited_by: LIN,
    expires_at: ago(-5 * DAY),
    already_member: false,
    ...rest,
  };
}

/** What the link of `number` offers; others were used. */
const LINKS: Readonly<Record<string, InvitationOffer>> = {
  ["a".repeat(43)]: offer(4, { name: "Sea <script>bright</script>", role: "viewer" }),
  ["b".repeat(43)]: offer(5, { name: "Acme platform", already_member: true }),
};

const OFFERS: readonly InvitationOffer[] = [
  offer(1, { name: "Acme platform engineering and developer experience" }),
  offer(2, { name: "Night shift", role: "owner", invited_by: null }),
];

const OWNERS = [
  { login: "mona", kind: "user", avatar_url: null },
  { login: "acme", kind: "organization", avatar_url: null },
];

type Asked = { readonly method: string; readonly url: URL; readonly scenario: string; readonly body: string };
const page = (items: readonly unknown[]) => ({ items, next_cursor: null });

/** Any answer about organizations. */
function orgs([id = "", action = ""]: readonly string[], asked: Asked): unknown {
  const { method, scenario } = asked;
  if (id === "") return method === "POST" ? { id: idOf("other", 713), name: "New" } : { items: ORGANIZATIONS };
  if (id === "github") return { items: scenario === "empty" ? [] : OWNERS };
  return action === "" ? current(asked) : orgOf(scenario);
}

function current({ method, scenario, body }: Asked): unknown {
  if (method === "DELETE") return { delete_after: DELETION.delete_after };
  return method === "PUT" ? { ...orgOf(scenario), ...JSON.parse(body) } : orgOf(scenario);
}

function members([id = ""]: readonly string[], { method, scenario, body }: Asked): unknown {
  if (id === "") return page(scenario === "empty" ? MEMBERS.slice(0, 1) : MEMBERS);
  const { role } = method === "PUT" ? (JSON.parse(body) as { role: Role }) : { role: "member" as const };
  return { ...MEMBERS.find(({ user }) => user.id === id), role };
}

function invitations([id = ""]: readonly string[], { method, scenario, body }: Asked): unknown {
  if (id === "mine") return { items: scenario === "invited" ? OFFERS : [] };
  if (id === "look") return LINKS[(JSON.parse(body) as { token: string }).token];
  if (id === "accept") return { organization_id: idOf("other", 711), role: "member" };
  if (method === "POST" && id === "") return madeOf(body);
  return page(scenario === "empty" ? [] : INVITATIONS);
}

const ANSWERS: Readonly<Record<string, (rest: readonly string[], asked: Asked) => unknown>> = {
  orgs,
  members,
  invitations,
};

/** The answer to a request about teams; undefined for anything else, and for what there is not. */
export function answerTeams(asked: Asked): { readonly status: number; readonly body: unknown } | undefined {
  const [noun = "", ...rest] = asked.url.pathname.split("/").slice(2);
  const body = ANSWERS[noun]?.(rest, asked);
  return body === undefined ? undefined : { status: 200, body };
}

/** Who asks: as `viewer`, long after the sign-in (`stale`), or with an access that GitHub refuses (`refused`). */
export function meOf(scenario: string): Me {
  const { organization, github } = ME;
  const role = scenario === "viewer" ? "viewer" : organization.role;
  return {
    ...ME,
    organization: { ...organization, role, delete_after: scenario === "deleting" ? DELETION.delete_after : null },
    signed_in_at: justAgo(scenario === "stale" ? 60 : 1),
    invitations: scenario === "invited" ? OFFERS.length : 0,
    github: { ...github, token_valid: scenario !== "refused" },
  };
}
