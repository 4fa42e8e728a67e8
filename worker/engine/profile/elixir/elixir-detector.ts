import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { foldersWith, joinPath, nearest } from "../folder-paths.ts";
import { type Mark, markFrameworks, markServices } from "../mark-dependencies.ts";
import { settleVersions } from "../settle-versions.ts";
import { elixirClaims, erlangClaims } from "./beam-versions.ts";
import { addMixCommands } from "./elixir-commands.ts";
import { appsPath, MANIFEST, type MixDependency, mixDependencies } from "./mix-manifest.ts";

/** Frameworks by package, the most telling first. Source: hex.pm. */
const FRAMEWORKS: readonly Mark[] = [
  [/^phoenix$/, "phoenix"],
  [/^phoenix_live_view$/, "liveview"],
  [/^(?:ecto|ecto_sql|phoenix_ecto)$/, "ecto"],
  [/^ash$/, "ash"],
  [/^absinthe$/, "absinthe"],
  [/^nerves$/, "nerves"],
  [/^(?:plug|plug_cowboy)$/, "plug"],
];

/** Drivers by the service that they talk to. Source: hex.pm. */
const DRIVERS: readonly Mark[] = [
  [/^postgrex$/, "postgres"],
  [/^(?:myxql|mariaex)$/, "mysql"],
  [/^(?:redix|exq)$/, "redis"],
  [/^(?:mongodb_driver|mongodb)$/, "mongodb"],
  [/^(?:amqp|broadway_rabbitmq)$/, "rabbitmq"],
];
const INSTEAD: readonly Mark[] = [[/^testcontainers$/, "*"]];

/** Projects with mix; an umbrella is one component. */
export const elixirDetector: Detector = {
  ecosystem: "elixir",
  owns: (folder) => folder.has(MANIFEST),
  detect: detectElixir,
};

function detectElixir(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  draft.language("elixir", draft.proof(MANIFEST));
  const lockfile = lockfileOf(folder);
  draft.manager({ name: "mix", version: null, lockfile }, draft.proof(MANIFEST));
  settleVersions(draft, { name: "elixir", dialect: "composer" }, elixirClaims(draft));
  settleVersions(draft, { name: "erlang", dialect: "composer" }, erlangClaims(draft));
  const own = mixDependencies(folder);
  const all = [...own, ...addUmbrella(draft)];
  markFrameworks(draft, own, FRAMEWORKS);
  markServices(
    draft,
    all.filter(({ isOptional }) => !isOptional),
    { drivers: DRIVERS, instead: INSTEAD },
  );
  addMixCommands(draft, all, lockfile);
  noteLock(draft, own, lockfile);
  return draft.finish();
}

/** Applications of an umbrella say that the lockfile is above them. */
function lockfileOf(folder: Folder): string | null {
  if (folder.has("mix.lock")) return folder.at("mix.lock");
  return /^[ \t]*lockfile:\s*"\.\./m.test(folder.text(MANIFEST)) ? nearest(folder, "mix.lock") : null;
}

/** Adds an umbrella's applications; returns their dependencies. */
function addUmbrella(draft: ComponentDraft): MixDependency[] {
  const { folder } = draft;
  const apps = appsPath(folder);
  const root = apps === null ? null : joinPath(folder.path, apps);
  if (root === null) return [];
  const members = foldersWith(folder, MANIFEST).filter(
    (path) => path.startsWith(`${root}/`) && !path.slice(root.length + 1).includes("/"),
  );
  draft.monorepo("mix", members, draft.proof(MANIFEST, /^[ \t]*apps_path:/m));
  return members.flatMap((path) => {
    const inside = folder.path === "." ? path : path.slice(folder.path.length + 1);
    return mixDependencies(folder, `${inside}/${MANIFEST}`);
  });
}

function noteLock(draft: ComponentDraft, dependencies: readonly MixDependency[], lockfile: string | null): void {
  const { folder } = draft;
  const published = dependencies.filter(({ isPublished }) => isPublished);
  if (lockfile === null) {
    if (published.length === 0 || !/^[ \t]*mod:\s*\{/m.test(folder.text(MANIFEST))) return;
    const detail =
      "An application without mix.lock gets other packages each time; run `mix deps.get` and commit the lockfile.";
    draft.note("no_lockfile", folder.at(MANIFEST), detail);
    return;
  }
  const locked = folder.repository.file(lockfile)?.text ?? "";
  const missing = published.find(({ name }) => !locked.includes(`"${name}":`));
  if (!missing || !locked.includes('": {')) return;
  const detail = `${missing.name} is a dependency, but ${lockfile} does not know it, so \`mix deps.get --check-locked\` fails; run \`mix deps.get\`.`;
  draft.note("lockfile_out_of_date", lockfile, detail);
}
