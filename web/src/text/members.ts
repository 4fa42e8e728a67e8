/** Words of members, roles, invitations and what roles may do. */
import type { Permission } from "../../../worker/permissions.ts";
import type { Role } from "../api-types.ts";

const roles = { viewer: "Viewer", member: "Member", admin: "Admin", owner: "Owner" } as const satisfies Record<
  Role,
  string
>;
const roleHints = {
  viewer: "Reads everything and changes nothing.",
  member: "Runs analyses and opens pull requests.",
  admin: "Connects repositories, invites people, sets up AI.",
  owner: "May do everything, also delete the organization.",
} as const satisfies Record<Role, string>;

const article = (role: Role) => (role === "admin" || role === "owner" ? "an" : "a");

export const roleText = { names: roles, hints: roleHints, inSentence: (role: Role) => `${article(role)} ${role}` };

export const memberText = {
  title: "Members",
  lead: "Who works in this organization, and what each of them may do.",
  list: "Members of the organization",
  you: "You",
  joined: "Joined",
  seen: "Last seen",
  neverSeen: "Not seen lately",
  role: (login: string) => `Role of ${login}`,
  roleChanged: (login: string, role: Role) => `${login} is ${roleText.inSentence(role)} now.`,
  remove: "Remove",
  removeNamed: (login: string) => `Remove ${login}`,
  removeTitle: (login: string) => `Remove ${login} from the organization?`,
  removeDetail: (login: string) =>
    `${login} loses access with the next request, and the API tokens made here stop working. Repositories that are read with the GitHub access of ${login} are read with yours from then on.`,
  removed: (login: string) => `${login} is no longer a member.`,
  keep: "Keep",
  leave: "Leave",
  leaveTitle: (name: string) => `Leave ${name}?`,
  leaveDetail:
    "You lose access at once, and your API tokens of this organization stop working. To come back you need an invitation.",
  leaveNamed: (name: string) => `Leave ${name}`,
  stay: "Stay",
  more: "Show more members",
  rolesTitle: "What roles may do",
  rolesHint: "Everybody has one role. A change counts from the next request on.",
  rolesTable: "Permissions by role",
  may: "Permission",
  yes: "yes",
  no: "no",
};

export const inviteText = {
  title: "Invitations",
  hint: "Open ones. Each works once and for seven days.",
  add: "Invite somebody",
  how: "How to invite",
  kinds: { link: "By link", github: "By GitHub account" },
  kindHints: {
    link: "For whoever opens it first. Send it to one person.",
    github: "Only that account can accept it. It waits there after signing in.",
  },
  login: "GitHub login",
  loginError: "Write a login as GitHub shows it, for example octocat.",
  role: "Role",
  send: { link: "Make the link", github: "Invite" },
  cancel: "Cancel",
  linkTitle: "Send this link to one person",
  linkDetail: (role: Role, until: string) =>
    `It makes whoever opens it first ${roleText.inSentence(role)}, until ${until}. Copy it now: it is not shown again.`,
  linkField: "Link of the invitation",
  copy: "Copy the link",
  done: "Done",
  invited: (login: string) => `${login} can accept after signing in.`,
  none: "No invitation is open.",
  byLink: "Link",
  account: (login: string) => `@${login}`,
  by: (login: string) => `by ${login}`,
  until: (day: string) => `Open until ${day}`,
  revoke: "Withdraw",
  revokeNamed: (what: string) => `Withdraw the invitation: ${what}`,
  revoked: "The invitation is withdrawn. Nobody can use it any more.",
  more: "Show older invitations",
};

export const offerText = {
  title: "Invitations",
  lead: "Organizations that invite you to work with them.",
  joinTitle: (name: string) => `Join ${name}`,
  by: (login: string) => `${login} invites you`,
  somebody: "You are invited",
  as: "Your role",
  members: (count: number) => (count === 1 ? "1 member" : `${count} members`),
  until: (day: string) => `Open until ${day}`,
  join: "Join",
  decline: "Decline",
  declined: (name: string) => `You declined the invitation of ${name}.`,
  putAside: "Put aside",
  already: "You are a member already",
  alreadyDetail: "The invitation stays unused.",
  open: "Open it",
  brokenTitle: "This link is incomplete",
  broken: "Copy the whole address, up to its last character, and open it again.",
  goneTitle: "This link does not work any more",
  gone: "It was used, withdrawn or is older than seven days. Ask for a new one.",
  noneTitle: "No invitation waits for you",
  none: "An invitation by link opens when you follow the link. One for your GitHub account appears here.",
  home: "Go to repositories",
};

export const permissionText: Readonly<Record<Permission, string>> = {
  "organization.read": "See the organization and its members",
  "repository.read": "See repositories and their scores",
  "analysis.read": "See analyses, findings and fixes",
  "job.read": "See jobs and their logs",
  "generation.read": "See generated pipelines and templates",
  "webhook.read": "See what GitHub delivered",
  "usage.read": "See AI settings and usage",
  "token.manage_own": "Make own API tokens",
  "organization.leave": "Leave the organization",
  "repository.sync": "Read a repository from GitHub again",
  "analysis.run": "Start analyses, reviews and fixes",
  "job.change": "Cancel jobs and run them again",
  "generation.run": "Generate pipelines",
  "pull_request.open": "Open pull requests",
  "repository.connect": "Connect and disconnect repositories",
  "webhook.manage": "Change webhook secrets, ask GitHub for deliveries",
  "job.manage": "Delete set-aside jobs, run many again",
  "template.manage": "Write templates",
  "ai.manage": "Set AI keys and limits",
  "member.manage": "Invite people and change their roles",
  "token.manage_all": "See and revoke everybody's API tokens",
  "encryption.read": "See which encryption keys are in use",
  "audit.read": "Read the audit log",
  "organization.change": "Rename the organization",
  "encryption.rotate": "Encrypt secrets anew",
  "audit.export": "Export the audit log",
  "organization.export": "Export the organization's data",
  "organization.transfer": "Hand the organization over",
  "organization.delete": "Delete the organization",
};
