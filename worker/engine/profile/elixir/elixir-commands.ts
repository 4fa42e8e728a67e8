import type { ComponentDraft } from "../component-draft.ts";
import { addProcfileStart } from "../task-files.ts";
import { MANIFEST, type MixDependency } from "./mix-manifest.ts";

/** All commands of a project with mix. */
export function addMixCommands(
  draft: ComponentDraft,
  dependencies: readonly MixDependency[],
  lockfile: string | null,
): void {
  const { folder } = draft;
  const installProof =
    lockfile === null ? draft.proof(MANIFEST) : { path: lockfile, line: null, confidence: "high" as const };
  draft.command("install", lockfile === null ? "mix deps.get" : "mix deps.get --check-locked", installProof);
  addTool(draft, dependencies, { name: "credo", about: "lint", run: "mix credo" });
  if (folder.has(".formatter.exs")) {
    draft.command("format", "mix format --check-formatted", draft.proof(".formatter.exs"));
  }
  addTool(draft, dependencies, { name: "dialyxir", about: "typecheck", run: "mix dialyzer" });
  addTest(draft, dependencies);
  draft.command("build", "mix compile --warnings-as-errors", draft.proof(MANIFEST, undefined, "medium"));
  addStart(draft);
}

function addTool(
  draft: ComponentDraft,
  dependencies: readonly MixDependency[],
  { name, about, run }: { readonly name: string; readonly about: "lint" | "typecheck"; readonly run: string },
): void {
  const found = dependencies.find((dependency) => dependency.name === name);
  if (found) draft.command(about, run, { path: found.path, line: found.line, confidence: "high" });
}

/** Phoenix's alias makes the database before tests; without it the database is made here. */
function addTest(draft: ComponentDraft, dependencies: readonly MixDependency[]): void {
  const { folder } = draft;
  const helper = folder.below.find((path) => /(?:^|\/)test\/(?:test_helper|.+_test)\.exs$/.test(path));
  if (helper === undefined) return;
  const hasDatabase = dependencies.some(({ name }) => name === "ecto_sql" || name === "phoenix_ecto");
  const migrations = folder.below.some((path) => /(?:^|\/)priv\/repo\/migrations\//.test(path));
  const manifests = folder.below.filter((path) => path === MANIFEST || path.endsWith(`/${MANIFEST}`));
  const isMade = manifests.some((name) => folder.text(name).includes("ecto.create"));
  const alias = /^[ \t]*test:\s*\[/m.test(folder.text(MANIFEST)) ? /^[ \t]*test:\s*\[/m : undefined;
  const run = hasDatabase && migrations && !isMade ? PREPARED : "mix test";
  draft.command("test", run, alias ? draft.proof(MANIFEST, alias) : draft.proof(helper));
}

const PREPARED = "MIX_ENV=test mix do ecto.create --quiet + ecto.migrate --quiet + test";

function addStart(draft: ComponentDraft): void {
  addProcfileStart(draft);
  if (draft.frameworks.includes("phoenix"))
    draft.command("start", "mix phx.server", draft.proof(MANIFEST, ":phoenix,"));
  const application = /^[ \t]*mod:\s*\{/m;
  if (application.test(draft.folder.text(MANIFEST))) {
    draft.command("start", "mix run --no-halt", draft.proof(MANIFEST, application, "medium"));
  }
}
