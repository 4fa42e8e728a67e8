import { describe, expect, it } from "vitest";
import { describeArtifact } from "../../worker/services/generation/describe-artifact.ts";
import type { ArtifactDraft } from "../../worker/services/generation/draft-artifact.ts";

type Change = { readonly [K in keyof ArtifactDraft]?: Partial<ArtifactDraft[K]> };

function draft({ artifact = {}, ...change }: Change = {}): ArtifactDraft {
  const file = { path: ".gitlab-ci.yml", beforeSha: null, text: "x", diff: "" };
  return {
    artifact: { platform: "gitlab", files: [file], jobs: [], notes: [], template: null, ...artifact },
    files: [file],
    base: "main",
    baseCommit: "0123456789abcdef0123456789abcdef01234567",
    problems: [],
    receipt: {
      ruleSetVersion: "1",
      files: [{ path: ".gitlab-ci.yml", before: "a", after: "b" }],
      findingsBefore: 2,
      findingsAfter: 1,
      resolved: [],
      checks: [{ name: "no_new_finding", passed: true }],
    },
    isEdited: false,
    edited: { jobs: artifact.jobs ?? [] },
    ...change,
  } as unknown as ArtifactDraft;
}

describe("the text of an artifact's pull request", () => {
  it("explains each job with its commands, in their order", () => {
    const jobs = [{ id: "test", name: "Test", why: "Proves it.", commands: ["npm ci", "npm test\nnpm run more"] }];
    const { title, body } = describeArtifact(draft({ artifact: { jobs } }));
    expect(title).toBe("Add a GitLab CI/CD pipeline");
    expect(body).toContain("### Test\n\nProves it.\n\n- `npm ci`\n- `npm test`\n- `npm run more`");
    expect(body).toContain("brings no new finding. Findings in the repository: 2 before, 1 after.");
  });

  it("says it when a file is there already, when it was edited, and which template it is from", () => {
    const files = [{ path: ".gitlab-ci.yml", beforeSha: "abc", text: "x", diff: "" }];
    const template = { id: "t", name: "House checks", version: 3 };
    const { title, body } = describeArtifact({ ...draft({ artifact: { template } }), files, isEdited: true });
    expect(title).toBe("Update the pipeline in .gitlab-ci.yml");
    expect(body).toContain("It changes `.gitlab-ci.yml`.");
    expect(body).toContain("from the template `House checks` (version 3). It was edited by hand");
  });

  it("says it when there are new findings", () => {
    const { receipt } = draft();
    const worse = { ...receipt, checks: [{ name: "no_new_finding" as const, passed: false }] };
    expect(describeArtifact({ ...draft(), receipt: worse }).body).toContain("**brings new findings**");
  });

  it("makes text from a repository harmless", () => {
    const hostile = "@octocat closes #1 <img src=x> [x](https://e.example) /deploy";
    const jobs = [{ id: "a", name: hostile, why: hostile, commands: ["echo `@octocat` #1"] }];
    const notes = [{ code: "set_up" as const, detail: hostile }];
    const { body } = describeArtifact(draft({ artifact: { jobs, notes } }));
    const prose = body.replaceAll(/``.*?``|`[^`]*`/g, "");
    expect(prose).not.toMatch(/@octocat|#1\b|<img|(?<!\\)\](?:\(http)/);
  });
});
