import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import { erlangClaims } from "../elixir/beam-versions.ts";
import type { Folder } from "../folder.ts";
import { type Dependency, type Mark, markFrameworks, markServices } from "../mark-dependencies.ts";
import { readVersions, toolSources } from "../pick-version.ts";
import { settleVersions } from "../settle-versions.ts";
import { MANIFEST, rebarDependencies, rebarText } from "./rebar-config.ts";

/** Frameworks by package. Source: hex.pm. */
const FRAMEWORKS: readonly Mark[] = [
  [/^nova$/, "nova"],
  [/^cowboy$/, "cowboy"],
  [/^elli$/, "elli"],
  [/^(?:mochiweb|webmachine)$/, "webmachine"],
];
const DRIVERS: readonly Mark[] = [
  [/^(?:epgsql|pgo)$/, "postgres"],
  [/^(?:mysql|mysql_otp)$/, "mysql"],
  [/^(?:eredis|eredis_cluster)$/, "redis"],
  [/^amqp_client$/, "rabbitmq"],
];

/** Projects with rebar3, or with erlang.mk. */
export const erlangDetector: Detector = {
  ecosystem: "erlang",
  owns: (folder) => folder.first(MANIFEST, "erlang.mk") !== null,
  detect: (folder) => (folder.has(MANIFEST) ? detectRebar(folder) : detectMake(folder)),
};

function detectRebar(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  draft.language("erlang", draft.proof(MANIFEST));
  const lockfile = folder.has("rebar.lock") ? folder.at("rebar.lock") : null;
  const stated = readVersions(draft, toolSources("rebar", "rebar3"))[0]?.version ?? "";
  const version = /^\d/.test(stated) ? stated : null;
  draft.manager({ name: "rebar3", version, lockfile }, draft.proof(MANIFEST));
  addRuntime(draft);
  const dependencies = rebarDependencies(folder);
  markFrameworks(draft, dependencies, FRAMEWORKS);
  markServices(draft, dependencies, { drivers: DRIVERS, instead: [] });
  const apps = folder.below.flatMap((path) => /^((?:apps|lib)\/[\w-]+)\/src\/[\w-]+\.app\.src$/.exec(path)?.[1] ?? []);
  draft.monorepo(
    "rebar3",
    apps.map((path) => folder.at(path)),
    draft.proof(MANIFEST),
  );
  addCommands(draft, dependencies);
  return draft.finish();
}

/** `minimum_otp_vsn` is the oldest release that it builds with. */
function addRuntime(draft: ComponentDraft): void {
  const oldest = readVersions(draft, [
    { name: MANIFEST, pattern: /^\{\s*minimum_otp_vsn\s*,\s*"([\d.]+)"/m, kind: "range" },
  ]).map((claim) => ({ ...claim, version: `>=${claim.version}` }));
  settleVersions(draft, { name: "erlang", dialect: "composer" }, [...erlangClaims(draft), ...oldest]);
}

function addCommands(draft: ComponentDraft, dependencies: readonly Dependency[]): void {
  const text = rebarText(draft.folder);
  if (dependencies.length > 0) draft.command("install", "rebar3 get-deps", draft.proof(MANIFEST, /^\{\s*deps\s*,/m));
  const lints: readonly (readonly [pattern: RegExp, run: string])[] = [
    [/\bxref_checks\b/, "rebar3 xref"],
    [/\brebar3_lint\b/, "rebar3 lint"],
    [/\brebar3_hank\b/, "rebar3 hank"],
  ];
  const used = lints.filter(([pattern]) => pattern.test(text));
  const [first] = used;
  if (first) draft.command("lint", used.map(([, run]) => run).join(" && "), draft.proof(MANIFEST, first[0]));
  if (/\berlfmt\b/.test(text)) draft.command("format", "rebar3 fmt --check", draft.proof(MANIFEST, /\berlfmt\b/));
  if (/\brebar3_format\b/.test(text)) {
    draft.command("format", "rebar3 format --verify", draft.proof(MANIFEST, /\brebar3_format\b/));
  }
  if (/^\{\s*dialyzer\s*,/m.test(text)) {
    draft.command("typecheck", "rebar3 dialyzer", draft.proof(MANIFEST, /^\{\s*dialyzer\s*,/m));
  }
  addTest(draft);
  draft.command("build", "rebar3 compile", draft.proof(MANIFEST));
}

/** Common Test runs suites, EUnit the modules that are named after those that they test. */
function addTest(draft: ComponentDraft): void {
  const suite = draft.folder.below.find((path) => /_SUITE\.erl$/.test(path));
  const unit = draft.folder.below.find((path) => /_tests\.erl$/.test(path) || holdsTests(draft.folder, path));
  const [first] = [unit, suite].filter((path) => path !== undefined);
  if (first === undefined) return;
  const tasks = [...(unit === undefined ? [] : ["eunit"]), ...(suite === undefined ? [] : ["ct"])];
  draft.command("test", tasks.length > 1 ? `rebar3 do ${tasks.join(", ")}` : `rebar3 ${tasks[0]}`, draft.proof(first));
}

function holdsTests(folder: Folder, path: string): boolean {
  return path.endsWith(".erl") && folder.text(path).includes("eunit/include/eunit.hrl");
}

function detectMake(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const proof = draft.proof("erlang.mk");
  draft.language("erlang", proof);
  draft.manager({ name: "erlang.mk", version: null, lockfile: null }, proof);
  addRuntime(draft);
  const text = folder.text("Makefile");
  const named = [...text.matchAll(/^(?:DEPS|LOCAL_DEPS)[ \t]*\+?=[ \t]*(.*)$/gm)];
  const dependencies = named
    .flatMap((match) => (match[1] ?? "").split(/\s+/))
    .map(
      (name): Dependency => ({
        name,
        path: folder.at("Makefile"),
        line: folder.lineOf("Makefile", name),
        isTest: false,
      }),
    );
  markFrameworks(draft, dependencies, FRAMEWORKS);
  markServices(draft, dependencies, { drivers: DRIVERS, instead: [] });
  if (dependencies.some(({ name }) => name !== ""))
    draft.command("install", "make deps", draft.proof("Makefile", /^DEPS\b/m));
  if (folder.below.some((path) => path.startsWith("test/"))) draft.command("test", "make tests", proof);
  draft.command("build", "make", proof);
  return draft.finish();
}
