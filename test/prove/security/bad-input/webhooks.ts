/** Deliveries that GitHub would not send, or not to us. */
import { randomUUID } from "node:crypto";
import { bad } from "./case.ts";
import type { Ground, Heard } from "./ground.ts";

const SHA = "a".repeat(40);
const push = (change: object = {}) => ({
  ref: "refs/heads/topic",
  after: SHA,
  deleted: false,
  repository: { default_branch: "main" },
  ...change,
});
const outcomeIs = (outcome: string) => ({ also: ({ text }: Heard) => text.includes(`"outcome":"${outcome}"`) });
const signature = (value: string) => ({ "x-hub-signature-256": value });

/** Twice the same delivery; the answer to the second. */
async function twice(to: Ground, second: object): Promise<Heard> {
  const guid = { "x-github-delivery": randomUUID() };
  await to.deliver("issues", { action: "opened" }, guid);
  return to.deliver("issues", second, guid);
}

export const WEBHOOK_CASES = [
  ...["", "sha1=abc", `sha256=${"A".repeat(64)}`, `sha256=${"0".repeat(64)}`, `sha256=${"0".repeat(63)}`].map((value) =>
    bad(`the signature ${value.slice(0, 12) || "of nothing"}`, { status: 401, problem: "webhook_signature" }, (to) =>
      to.deliver("push", push(), signature(value)),
    ),
  ),
  bad("a session in the place of a signature", 401, (to) =>
    to.deliver("push", push(), { ...signature(""), cookie: to.cookie }),
  ),
  bad("a signed body that is no JSON", { status: 400, problem: "webhook_unreadable" }, (to) =>
    to.deliver("push", "payload=1"),
  ),
  bad("a signed form", 415, (to) =>
    to.deliver("push", "payload=1", { "content-type": "application/x-www-form-urlencoded" }),
  ),
  bad("an event that nobody knows", { status: 202, ...outcomeIs("ignored") }, (to) => to.deliver("moon_landing", {})),
  bad("an action that nobody knows", { status: 202, ...outcomeIs("ignored") }, (to) =>
    to.deliver("repository", { action: "painted" }),
  ),
  bad("a ping", 200, (to) => to.deliver("ping", { zen: "x" })),
  bad("an installation", { status: 202, ...outcomeIs("ignored") }, (to) =>
    to.deliver("installation", { action: "created" }),
  ),
  bad("another webhook's number", 401, (to) => to.deliver("push", push(), { "x-github-hook-id": "999999" })),
  ...["", "7", "x".repeat(1_024)].map((guid) =>
    bad(`the delivery id ${guid.slice(0, 8) || "of nothing"}`, 400, (to) =>
      to.deliver("push", push(), { "x-github-delivery": guid }),
    ),
  ),
  bad("a branch that was deleted", { status: 202, ...outcomeIs("ignored") }, (to) =>
    to.deliver("push", push({ deleted: true, after: "0".repeat(40) })),
  ),
  bad("a tag", { status: 202, ...outcomeIs("ignored") }, (to) => to.deliver("push", push({ ref: "refs/tags/v1" }))),
  bad("a branch with a command for a name", { status: 202, ...outcomeIs("ignored") }, (to) =>
    to.deliver("push", push({ ref: "refs/heads/$(id)" })),
  ),
  bad("a branch of 255 pictures", { status: 202, ...outcomeIs("ignored") }, (to) =>
    to.deliver("push", push({ ref: `refs/heads/${"🦀".repeat(255)}` })),
  ),
  bad("a push without its end", { status: 422, problem: "webhook_unreadable" }, (to) =>
    to.deliver("push", { ref: "refs/heads/main" }),
  ),
  bad("a push about another repository", { status: 202, ...outcomeIs("ignored") }, (to) =>
    to.deliver("push", push({ repository: { id: 424_242, default_branch: "topic" } })),
  ),
  bad("a push of 2,048 commits", { status: 202, ...outcomeIs("ignored") }, (to) =>
    to.deliver(
      "push",
      push({ commits: Array.from({ length: 2_048 }, (_, index) => ({ id: SHA, message: `m${index}` })) }),
    ),
  ),
  bad("the same delivery again", { status: 200, ...outcomeIs("duplicate") }, (to) => twice(to, { action: "opened" })),
  bad("the same delivery with another body", { status: 200, ...outcomeIs("duplicate") }, (to) =>
    twice(to, { action: "closed" }),
  ),
];
