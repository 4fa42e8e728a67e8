/** Words of the frame around every page, of the welcome page and of the pages for when something is missing. */
export const appText = {
  name: "AutoDevOps",
  skip: "Skip to the content",
  navigation: "Main",
  fleet: "Repositories",
  jobs: "Jobs",
  connect: "Connect",
  account: "Account menu",
  signOut: "Sign out",
  shortcuts: "Keyboard shortcuts",
  signInAgain: "Sign in again",
  tokenRefused: "GitHub no longer accepts our access",
  tokenRefusedDetail:
    "Results stay readable, but nothing can be read from or written to your repositories. Sign in again to renew it.",
  demo: "Local demo",
  demoHint: "GitHub is a stand-in on this computer. Nothing leaves it.",
};

export const settingsText = {
  title: "Settings",
  yours: "Your account",
  profile: "Profile and sessions",
  tokens: "API tokens",
  team: "Organization",
  organization: "General",
  members: "Members",
  audit: "Audit log",
  encryption: "Encryption",
  work: "Pipelines and AI",
  templates: "Pipeline templates",
  ai: "AI",
  usage: "AI usage",
  webhooks: "Webhooks",
};

export const themeText = { system: "System theme", light: "Light theme", dark: "Dark theme" };

export const offlineText = {
  title: "You are offline.",
  detail: "What you see may be old. We continue when the connection is back.",
};

export const shortcutText = {
  title: "Keyboard shortcuts",
  search: "Go to the search",
  repositories: "Go to repositories",
  jobs: "Go to jobs",
  connect: "Go to connect",
  help: "Show this list",
  enabled: "Single-key shortcuts are on",
  enabledHint: "Turn them off if you use speech input or a screen reader with keys of its own.",
};

export const errorPageText = {
  notFound: "There is no such page",
  notFoundDetail: "The address may be mistyped, or the thing was removed. Nothing was changed.",
  gone: "We cannot find this",
  goneDetail: "It does not exist in your organization: it may have been disconnected, or it belongs to another one.",
  noAccess: "You have no access to this",
  noAccessDetail: "Your role does not allow it. Ask an admin of your organization for access.",
  failed: "This page could not be read",
  home: "Go to repositories",
};

export const welcomeText = {
  title: "Pipelines that stay right, across every repository",
  lead: "AutoDevOps finds what is wrong, slow or risky in your CI/CD, proves each fix before it offers it, and opens the pull request when you say so.",
  signIn: "Sign in with GitHub",
  startDemo: "Start the local demo",
  signedOutTitle: "You were signed out",
  signedOut: "Sign in to continue where you were.",
  invitedTitle: "You are invited",
  invited: "Sign in to see to what. Nothing happens until you accept.",
  failedTitle: "GitHub did not sign you in",
  failed: {
    access_denied: "You said no on GitHub's page. Nothing was stored. Sign in again when you are ready.",
    oauth_state: "The sign-in took too long, was used twice or began in another browser. Start it again from here.",
    unverified_email: "Your GitHub account has no verified address. Verify one on GitHub, then sign in again.",
    github_unavailable: "GitHub did not answer. Nothing was stored. Try again in a minute.",
    sign_in_failed: "GitHub refused the sign-in. Nothing was stored. Try again; if it stays, tell the operator.",
  },
  demoNote: "The demo runs on this computer alone, with sample repositories and no account.",
  rightsTitle: "What we ask GitHub for, and why",
  rights: [
    { scope: "read:user, user:email", when: "at sign-in", why: "your name and address, to know you again" },
    { scope: "repo", when: "when you connect a repository", why: "to read its files and open pull requests" },
    { scope: "workflow", when: "when you connect a repository", why: "GitHub needs it to change a workflow file" },
  ],
  promise: "We never push to a default branch, and nothing is written before you saw it.",
  pictureLabel:
    "Picture of the product: the finding “Action is not pinned to a commit”, its proved fix as a diff, and the receipt of the proof.",
  points: [
    { title: "Evidence first", detail: "Every finding shows the lines that prove it." },
    { title: "Proved fixes", detail: "A fix is offered only after it passed six checks." },
    { title: "One view", detail: "Scores of the whole fleet, live, with history." },
  ],
};

export const stepUpText = {
  title: "Confirm that it is you",
  detail:
    "This cannot be taken back, so GitHub confirms first who you are. You come back to this place, and nothing has happened yet.",
  confirm: "Confirm with GitHub",
  cancel: "Not now",
};

export const organizationText = {
  switcher: (name: string) => `Organization: ${name}`,
  settings: "Organization settings",
  add: "New organization",
  leaving: (name: string) => `${name} (will be deleted)`,
  deleting: (name: string, day: string) => `${name} will be deleted on ${day}`,
  deletingDetail: "Scheduled work has stopped. Until that day an owner can restore everything as it is.",
  restore: "Restore it",
  restored: (name: string) => `${name} stays.`,
  invited: (count: number) => (count === 1 ? "An invitation waits for you" : `${count} invitations wait for you`),
  invitedDetail: "Nothing happens until you accept.",
  look: "Look at it",
};
