import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { type Dependency, type Mark, markFrameworks, markServices } from "../mark-dependencies.ts";
import { imageSource, pickVersion, readVersions, toolSources } from "../pick-version.ts";
import { readYaml, yamlKeys, yamlText } from "../read-yaml.ts";
import { addProcfileStart } from "../task-files.ts";

const MANIFEST = "shard.yml";

/** Shards of Crystal. */
export const crystalDetector: Detector = {
  ecosystem: "crystal",
  owns: (folder) => folder.has(MANIFEST),
  detect: detectCrystal,
};

const FRAMEWORKS: readonly Mark[] = [
  [/^lucky$/, "lucky"],
  [/^amber$/, "amber"],
  [/^kemal$/, "kemal"],
  [/^marten$/, "marten"],
  [/^(?:athena|athena-framework)$/, "athena"],
  [/^grip$/, "grip"],
];
const DRIVERS: readonly Mark[] = [
  [/^(?:pg|avram)$/, "postgres"],
  [/^mysql$/, "mysql"],
  [/^redis$/, "redis"],
];

function detectCrystal(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const { root, isBroken } = readYaml(folder, MANIFEST);
  if (isBroken)
    draft.note(
      "manifest_unreadable",
      folder.at(MANIFEST),
      "It is no valid YAML mapping, so its dependencies are not known.",
    );
  draft.language("crystal", draft.proof(MANIFEST));
  const lock = folder.has("shard.lock") ? folder.at("shard.lock") : null;
  draft.manager({ name: "shards", version: null, lockfile: lock }, draft.proof(MANIFEST));
  const stated = yamlText(root, "crystal");
  const line = folder.lineOf(MANIFEST, /^crystal:/m);
  const own = stated === null ? [] : [{ version: stated, kind: "range" as const, path: folder.at(MANIFEST), line }];
  const files = [
    { name: ".crystal-version", pattern: /^[ \t]*(\d\S*)/m, kind: "exact" } as const,
    ...toolSources("crystal"),
  ];
  pickVersion(draft, "crystal", [
    ...readVersions(draft, files),
    ...own,
    ...readVersions(draft, [imageSource("crystal")]),
  ]);
  const dependencies = dependenciesOf(folder);
  markFrameworks(draft, dependencies, FRAMEWORKS);
  markServices(draft, dependencies, { drivers: DRIVERS, instead: [] });
  addCommands(draft, dependencies, lock !== null);
  addProcfileStart(draft);
  return draft.finish();
}

function dependenciesOf(folder: Folder): Dependency[] {
  return ["dependencies", "development_dependencies"].flatMap((table) =>
    yamlKeys(folder, MANIFEST, [table]).map(({ name, line }) => ({
      name,
      path: folder.at(MANIFEST),
      line,
      isTest: table === "development_dependencies",
    })),
  );
}

function addCommands(draft: ComponentDraft, dependencies: readonly Dependency[], isLocked: boolean): void {
  const { folder } = draft;
  const usual = draft.proof(MANIFEST);
  draft.command("install", isLocked ? "shards install --frozen" : "shards install", usual);
  const ameba = dependencies.find(({ name }) => name === "ameba");
  if (ameba) draft.command("lint", "bin/ameba", { path: ameba.path, line: ameba.line, confidence: "high" });
  draft.command("format", "crystal tool format --check", usual);
  const spec = folder.below.find((path) => /^spec\/.*_spec\.cr$/.test(path));
  if (spec !== undefined) draft.command("test", "crystal spec", draft.proof(spec));
  const [target] = yamlKeys(folder, MANIFEST, ["targets"]);
  if (!target) return;
  const proof = { path: folder.at(MANIFEST), line: target.line, confidence: "high" } as const;
  draft.command("build", "shards build --release", proof);
  draft.command("start", `shards run ${target.name}`, proof);
}
