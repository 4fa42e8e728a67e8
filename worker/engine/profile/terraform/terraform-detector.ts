import { blankComments } from "../blank-comments.ts";
import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { folderOf, nearest } from "../folder-paths.ts";
import { pickVersion, readVersions, toolSources, type VersionClaim } from "../pick-version.ts";

const CODE = /\.(?:tf|tofu)$/;

/** Root modules of Terraform and OpenTofu; the modules below them belong to them. */
export const terraformDetector: Detector = {
  ecosystem: "terraform",
  owns: (folder) => folder.names.some((name) => CODE.test(name)),
  detect: detectTerraform,
};

function detectTerraform(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const files = folder.names.filter((name) => CODE.test(name));
  const manifest = folder.first("versions.tf", "main.tf", "terraform.tf", "providers.tf") ?? files[0] ?? "main.tf";
  const isTofu = files.some((name) => name.endsWith(".tofu")) || nearest(folder, ".opentofu-version") !== null;
  const tool = isTofu ? "tofu" : "terraform";
  draft.language("hcl", draft.proof(manifest));
  const lock = folder.has(".terraform.lock.hcl") ? folder.at(".terraform.lock.hcl") : null;
  draft.manager({ name: isTofu ? "opentofu" : "terraform", version: null, lockfile: lock }, draft.proof(manifest));
  pickVersion(draft, isTofu ? "opentofu" : "terraform", versions(draft, files, tool));
  draft.members(partsOf(folder));
  addCommands(draft, { tool, manifest, isLocked: lock !== null });
  return draft.finish();
}

/** Folders with code below this one. */
function partsOf(folder: Folder): string[] {
  const folders = folder.below.flatMap((path) => (CODE.test(path) ? [folderOf(folder.at(path))] : []));
  return [...new Set(folders)].filter((path) => path !== folder.path);
}

function versions(draft: ComponentDraft, files: readonly string[], tool: string): VersionClaim[] {
  const name = tool === "tofu" ? ".opentofu-version" : ".terraform-version";
  const exact = readVersions(draft, [
    { name, pattern: /^[ \t]*v?(\d\S*)/m, kind: "exact" },
    ...toolSources(tool === "tofu" ? "opentofu" : tool),
  ]);
  const ranges = files.flatMap((file) => {
    const text = blankComments(draft.folder.text(file), { line: "#", block: ["/*", "*/"], quotes: ['"'] });
    const match = /\brequired_version\s*=\s*"([^"\n]+)"/.exec(text);
    const line = match && (draft.folder.file(file)?.lines.lineAt(match.index) ?? null);
    return match?.[1] ? [{ version: match[1].trim(), kind: "range" as const, path: draft.folder.at(file), line }] : [];
  });
  const plain = ranges.map((claim) =>
    /^=?\s*\d+\.\d+\.\d+$/.test(claim.version)
      ? { ...claim, version: claim.version.replace(/^=\s*/, ""), kind: "exact" as const }
      : claim,
  );
  return [...exact, ...plain.slice(0, 1)];
}

interface Scope {
  readonly tool: string;
  readonly manifest: string;
  readonly isLocked: boolean;
}

/** Nothing here needs the state or an account: the backend is left out. */
function addCommands(draft: ComponentDraft, { tool, manifest, isLocked }: Scope): void {
  const usual = draft.proof(manifest);
  const frozen = isLocked ? " -lockfile=readonly" : "";
  draft.command("install", `${tool} init -backend=false -input=false${frozen}`, usual);
  const config = nearest(draft.folder, ".tflint.hcl");
  if (config !== null)
    draft.command("lint", "tflint --init && tflint --recursive", { path: config, line: null, confidence: "high" });
  draft.command("format", `${tool} fmt -check -recursive`, usual);
  draft.command(config === null ? "lint" : "typecheck", `${tool} validate`, usual);
  const test = draft.folder.below.find((path) => /^(?:tests\/)?[^/]+\.(?:tftest|tofutest)\.hcl$/.test(path));
  if (test !== undefined) draft.command("test", `${tool} test`, draft.proof(test, undefined, "medium"));
}
