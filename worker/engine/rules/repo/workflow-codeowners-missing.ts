import { insertAt } from "../../edit/edit-yaml.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

/** Where GitHub looks, in this order: docs.github.com, "About code owners". */
const PATHS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;
const SAMPLE = ".github/workflows/ci.yml";

export const workflowCodeownersMissing = defineRule({
  meta: {
    id: "workflow-codeowners-missing",
    category: "security",
    severity: "low",
    title: "Nobody owns the workflows",
    fixClass: "review",
    scope: "repository",
    docs: {
      what: "A repository with workflows and a `CODEOWNERS` file in which no entry covers `.github/workflows`, or the last one that does names nobody.",
      why: "Whoever may change any file may then change what runs with the repository's secrets, without a review by those who look after the pipelines. The last matching entry counts: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners.",
      notReported:
        "Repositories without a `CODEOWNERS` file: whether they want owners at all is theirs to say. Entries for everything (`*`). Patterns that cannot be read. Whether the branch requires owners' reviews is a setting, not in the file.",
      fix: "An entry such as `/.github/ @your-org/platform-team` at the end. The fix writes it where the file names the same owners everywhere, and gives them the folder.",
      example: { before: "/src/ @acme/web\n", after: "/src/ @acme/web\n/.github/ @acme/platform\n" },
    },
  },

  *check({ repository }) {
    const path = PATHS.find((candidate) => repository.file(candidate) !== null);
    const file = path === undefined ? null : repository.file(path);
    if (path === undefined || !file || repository.workflows.length === 0 || isOwned(file.text)) return;
    yield {
      message:
        "No entry of this file gives `.github/workflows` an owner; add `/.github/` with the team that looks after the pipelines.",
      path,
      at: { start: 0, end: 0 },
      anchor: "github-folder",
      fix: () => giveToOwners(file),
    };
  },
});

/** Patterns with their owners, comments and empty lines left out. */
function entriesOf(text: string): string[][] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(?:^|\s)#.*/, "").trim());
  return lines.filter((line) => line !== "").map((line) => line.split(/\s+/));
}

function isOwned(text: string): boolean {
  const last = entriesOf(text).findLast(([pattern = ""]) => covers(pattern));
  return last !== undefined && last.length > 1;
}

function giveToOwners(file: SourceFile): FixOutcome {
  const entries = entriesOf(file.text);
  const owners = new Set(entries.map((entry) => entry.slice(1).join(" ")));
  const [only = ""] = owners;
  const isTakenAway = entries.some(([pattern = "", ...names]) => names.length === 0 && covers(pattern));
  if (owners.size !== 1 || only === "" || isTakenAway) {
    return { abstain: "Who looks after the pipelines is yours to say; add `/.github/` with that team." };
  }
  const { text, newline } = file;
  const lead = text.endsWith("\n") ? "" : newline;
  return {
    edits: [insertAt(file, text.length, `${lead}/.github/ ${only}${newline}`)],
    title: `Give \`.github/\` to ${only}`,
    explanation: `Changes of workflows then ask ${only} for a review, as those of everything else that has an owner do. Name another team if it looks after the pipelines.`,
  };
}

/** As gitignore patterns: a slash before the end binds the pattern to the root, `**` takes any folders. */
function covers(pattern: string): boolean {
  const body = pattern.replace(/^\//, "").replace(/\/$/, "");
  const isRooted = pattern.replace(/\/$/, "").includes("/");
  const source = body.split(/(\*\*\/?|\*|\?)/).map((part) => {
    if (part.startsWith("**")) return ".*";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : part.replace(/[\\^$.+()|[\]{}]/g, "\\$&");
  });
  const expression = new RegExp(`^${isRooted ? "" : "(?:.*/)?"}${source.join("")}(?:/.*)?$`);
  return body === "" || expression.test(SAMPLE);
}
