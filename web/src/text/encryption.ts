/** Words of the page of encryption. */
import { formatNumber, plural } from "../format.ts";

export const encryptionText = {
  title: "Encryption",
  lead: "Which of your organization's secrets are sealed, and with which key.",
  standingTitle: "Everything is sealed with the key in use",
  outdatedTitle: (count: number) => `${plural(count, "secret is", "secrets are")} sealed with an older key`,
  noneTitle: "There are no secrets yet",
  none: "They appear when somebody signs in, sets an AI key or connects a repository.",
  standing: "Nothing to do.",
  outdated: "They stay readable. A rotation that runs by itself moves them; you can also do it now.",
  activeKey: "Key in use",
  reseal: "Seal anew now",
  resealed: (count: number, remaining: number) =>
    remaining > 0
      ? `${plural(count, "secret was", "secrets were")} sealed anew; ${formatNumber(remaining)} are left. Do it again for those.`
      : `${plural(count, "secret was", "secrets were")} sealed anew.`,
  unreadableTitle: (count: number) => `${plural(count, "secret does", "secrets do")} not open with any key`,
  unreadable:
    "Their key was taken out of the configuration too early. Whoever runs this deploy can put it back; otherwise sign in again and set the AI keys anew.",
  table: "Sealed secrets by kind and key",
  what: "What",
  key: "Key",
  count: "Secrets",
  inUse: "In use",
  older: "Older",
  places: {
    github_tokens: "Access to GitHub",
    ai_keys: "AI keys",
    webhooks: "Webhook secrets",
  },
  placeHints: {
    github_tokens: "Of every member who signed in.",
    ai_keys: "Of the providers that you set up.",
    webhooks: "Derived from a key; each moves when its repository is read anew.",
  },
  howTitle: "How it is sealed",
  how: [
    "AES-256-GCM with a key of its own for each kind of secret. A secret is bound to its place: copied into another row, it does not open.",
    "The keys are in no database: they are secrets of the deploy, and the name above tells which one seals.",
    "A secret is opened in memory for the request that needs it, and appears in no log, answer or export.",
  ],
};
