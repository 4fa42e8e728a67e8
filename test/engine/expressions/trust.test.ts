import { expect, it } from "vitest";
import { parseExpression } from "../../../worker/engine/expressions/parse.ts";
import { referencesOf } from "../../../worker/engine/expressions/references.ts";
import { sourceOf } from "../../../worker/engine/expressions/trust.ts";

function kinds(text: string): string[] {
  const parsed = parseExpression(text);
  return parsed.ok ? referencesOf(parsed.expression).map((reference) => sourceOf(reference).kind) : ["unparsed"];
}

it.each([
  "github.event.issue.title",
  "github.event.pull_request.body",
  "github.event.pull_request.head.ref",
  "github.event['pull_request'].head['ref']",
  "github.head_ref",
  "github.event.comment.body",
  "github.event.review.body",
  "github.event.head_commit.message",
  "github.event.commits[0].author.email",
  "github.event.commits.*.message",
  "github.event.pages[0].page_name",
  "github.event.workflow_run.head_branch",
  "github.event.discussion.title",
  "toJSON(github.event)",
  "toJSON(github)",
  "toJSON(github.event.issue)",
  "github.event[inputs.x].title && github.event.*.title",
])("sees that a stranger sets `%s`", (text) => {
  expect(kinds(text)).toContain("attacker");
});

it.each(["inputs.name", "github.event.inputs.name", "github.event.client_payload.ref", "toJSON(inputs)"])(
  "sees that the caller sets `%s`",
  (text) => {
    expect(kinds(text)).toEqual(["caller"]);
  },
);

it.each(["steps.a.outputs.b", "needs.a.outputs.b", "env.A", "matrix.os", "vars.X", "github.ref_name"])(
  "does not know who sets `%s`",
  (text) => {
    expect(kinds(text)).toEqual(["unknown"]);
  },
);

it.each([
  "github.sha",
  "github.run_id",
  "github.repository",
  "github.actor",
  "github.event_name",
  "github.event.number",
  "github.event.pull_request.number",
  "github.event.pull_request.head.sha",
  "github.event.pull_request.user.login",
  "github.event.pull_request.head.repo.full_name",
  "runner.os",
  "job.status",
])("sees that `%s` cannot carry free text", (text) => {
  expect(kinds(text)).toEqual(["fixed"]);
});

it("keeps secrets apart", () => {
  expect(kinds("secrets.TOKEN")).toEqual(["secret"]);
});

it("knows which events fill a field", () => {
  const source = sourceOf({ segments: ["github", "event", "issue", "title"], serialised: false });
  expect(source).toMatchObject({ events: ["issues", "issue_comment"], mergedEvents: [] });
});
