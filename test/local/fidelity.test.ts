import { expect, it } from "vitest";
import { createFidelity } from "../support/fidelity.ts";

const ORIGIN = "http://127.0.0.1:9";
const ORGANIZATION = {
  login: "acme",
  id: 1,
  node_id: "MDQ6",
  url: `${ORIGIN}/orgs/acme`,
  repos_url: `${ORIGIN}/orgs/acme/repos`,
  events_url: `${ORIGIN}/orgs/acme/events`,
  hooks_url: `${ORIGIN}/orgs/acme/hooks`,
  issues_url: `${ORIGIN}/orgs/acme/issues`,
  members_url: `${ORIGIN}/orgs/acme/members{/member}`,
  public_members_url: `${ORIGIN}/orgs/acme/public_members{/member}`,
  avatar_url: `${ORIGIN}/a.svg`,
  description: null,
};

function answering(status: number, body?: unknown) {
  return createFidelity(ORIGIN, async () =>
    body === undefined ? new Response(null, { status }) : Response.json(body, { status }),
  );
}

it("accepts an answer as GitHub describes it", async () => {
  const response = await answering(200, [ORGANIZATION]).checkedFetch(`${ORIGIN}/user/orgs`);
  expect(await response.json()).toEqual([ORGANIZATION]);
});

it("finds a required field that is missing", async () => {
  const { node_id: _removed, ...incomplete } = ORGANIZATION;
  const checked = answering(200, [incomplete]).checkedFetch(`${ORIGIN}/user/orgs`);
  await expect(checked).rejects.toThrow("must have required property 'node_id'");
});

it("finds a field that GitHub does not send", async () => {
  const checked = answering(200, [{ ...ORGANIZATION, mood: "fine" }]).checkedFetch(`${ORIGIN}/user/orgs`);
  await expect(checked).rejects.toThrow("must NOT have additional properties mood");
});

it("finds a null where GitHub never sends one", async () => {
  const checked = answering(200, [{ ...ORGANIZATION, login: null }]).checkedFetch(`${ORIGIN}/user/orgs`);
  await expect(checked).rejects.toThrow("/0/login must be string");
});

it("finds a status that the operation does not describe", async () => {
  const checked = answering(202, [ORGANIZATION]).checkedFetch(`${ORIGIN}/user/orgs`);
  await expect(checked).rejects.toThrow("does not describe this status");
});

it("finds a route that GitHub does not have", async () => {
  const checked = answering(200, {}).checkedFetch(`${ORIGIN}/repos/o/r/mood`);
  await expect(checked).rejects.toThrow("no described operation");
});

it("finds an error body without its message", async () => {
  const checked = answering(404, { mood: "gone" }).checkedFetch(`${ORIGIN}/repos/o/r`);
  await expect(checked).rejects.toThrow("additional properties mood");
});

it("finds a missing body", async () => {
  await expect(answering(200).checkedFetch(`${ORIGIN}/user/orgs`)).rejects.toThrow("body is missing");
});

it("lets branch names and paths span slashes", async () => {
  const missing = { message: "Not Found", documentation_url: "https://docs.github.com/rest", status: "404" };
  const { checkedFetch } = answering(404, missing);
  const response = await checkedFetch(`${ORIGIN}/repos/o/r/contents/.github/workflows/ci.yml`);
  expect(response.status).toBe(404);
});

it("refuses a webhook with a missing field, with an invented field, and of an unknown kind", () => {
  const { checkWebhook } = createFidelity(ORIGIN);
  const deleted = { ref: "main", ref_type: "branch", pusher_type: "user" };
  expect(() => checkWebhook("delete", deleted)).toThrow("must have required property 'repository'");
  expect(() => checkWebhook("delete", { ...deleted, mood: 1 })).toThrow("additional properties mood");
  expect(() => checkWebhook("mood", {})).toThrow("no such event");
});
