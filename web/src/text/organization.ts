/** Words of the organization's page and of making a new one. */
import { plural } from "../format.ts";

export const orgPageText = {
  title: "Organization",
  counts: (members: number, repositories: number) =>
    `${plural(members, "member")}, ${plural(repositories, "repository", "repositories")}`,
  personal: "Personal",
  personalHint: "It was made for you at your first sign-in.",
  since: "Made",
  readOnly: "Owners change these settings. Your role allows you to read them.",
  name: "Name",
  nameHint: "Everybody in the organization sees it.",
  nameError: "A name has 1 to 100 characters.",
  save: "Rename",
  renamed: (name: string) => `The organization is called ${name} now.`,
};

export const newOrgText = {
  title: "New organization",
  detail:
    "You become its owner and work in it at once. Repositories, results and settings of your other organizations stay where they are.",
  create: "Create",
  cancel: "Cancel",
};

export const githubText = {
  title: "GitHub account",
  hint: "The account whose repositories belong here.",
  none: "No account is named. Repositories are connected one by one.",
  connects: { selected: "Those that I choose", all: "All, new ones too" },
  connectHints: {
    selected: "Nothing is connected by itself.",
    all: "Every 15 minutes we connect what you administrate. Archived repositories and those that somebody disconnected here are left out.",
  },
  connectsSentence: {
    selected: "Repositories are connected one by one.",
    all: "All repositories are connected, new ones too.",
  },
  by: (login: string) => `Set by ${login}.`,
  read: "List last read",
  notRead: "The list was not read yet.",
  choose: "Choose an account",
  change: "Change",
  owner: "Account",
  kinds: { user: "own account", organization: "organization" },
  which: "Which repositories are connected",
  noOwners:
    "GitHub shows us no account that you could choose. Grant access to your organization at GitHub, then try again.",
  save: "Save",
  cancel: "Cancel",
  saved: (owner: string) => `${owner} belongs to this organization now.`,
  unmap: "Remove",
  unmapNamed: (owner: string) => `Remove the account ${owner}`,
  unmapped: "No GitHub account is named any more. Connected repositories stay connected.",
};

export const ownText = {
  title: "Ownership and data",
  export: "Export everything",
  exportHint: "A file of JSON lines with every row kept here. Secrets and hashes are left out.",
  exportTitle: "Export everything?",
  exportDetail:
    "The file names your members and holds findings of private code. Keep it where you would keep that code. The export is written to the audit log.",
  exportNow: "Save the file",
  exported: "The export is complete.",
  transfer: "Hand over",
  transferHint: "Another member becomes the owner and you an admin.",
  transferTitle: "Hand this organization over?",
  transferDetail: "The new owner can remove you. Only they can give it back.",
  transferTo: "New owner",
  transferNobody: "Nobody else is a member yet. Invite the new owner first.",
  transferNow: (login: string) => `Hand over to ${login}`,
  transferred: (login: string) => `${login} owns the organization now.`,
  delete: "Delete the organization",
  deleteHint: "After seven days in which it can be restored, nothing of it is left.",
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteDetail: [
    "Scheduled work stops at once. For seven days everything can be read and an owner can restore it.",
    "Then repositories, analyses, jobs, members, invitations, API tokens, keys and the audit log are deleted for good, and our webhooks are taken off GitHub. Your code and your pull requests on GitHub stay.",
  ],
  deleteNow: (name: string) => `Delete ${name}`,
  deleted: (day: string) => `Deletion is set for ${day}. Until then it can be restored.`,
  pending: (day: string, login: string | undefined) =>
    login === undefined ? `It will be deleted on ${day}.` : `It will be deleted on ${day}, as ${login} asked.`,
  restore: "Restore",
  confirm: (name: string) => `Type ${name} to confirm`,
  keep: "Keep it",
};
