import { usedVersion } from "../../actions/used-version.ts";
import { type ToolInstaller, toolInstaller } from "../../data/tool-installers.ts";
import { insertKey, setScalar } from "../../edit/edit-yaml.ts";
import { scalarSource } from "../../edit/scalar-source.ts";
import type { Edit } from "../../finding.ts";
import { groupBy } from "../../group-by.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { Uses } from "../../model/uses.ts";
import { entryText, findEntry, type StepPlace } from "../../model/workflow.ts";
import { asMap, findPair, type YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";

export const unpinnedToolVersion = defineRule({
  meta: {
    id: "unpinned-tool-version",
    category: "security",
    severity: "medium",
    title: "Action installs the newest version of its tool",
    fixClass: "lookup",
    scope: "repository",
    docs: {
      what: "A step whose action downloads a tool, such as `aquasecurity/setup-trivy` or `hashicorp/setup-terraform`, and is told to take `latest`, or takes it because nothing chooses a version. One finding per file and action, with all its places.",
      why: "Pinning the action pins its own code only: what it downloads and runs is decided at run time by whoever can publish a release of the tool. In March 2026 attackers published a malicious release of Trivy, 0.69.4 (https://github.com/aquasecurity/trivy/discussions/10425): jobs that took the newest ran it. The newest release also breaks builds without any change in the repository. Which input chooses the version, and what comes without one, stands in a dated table with a link for each action.",
      notReported:
        "Ranges such as `~> v2` or `1.x`, which are bounded. Versions from expressions, because only the run knows them. Inputs that name a file with the version, `skip_install` and `install-mode`. `golangci-lint-action` where `go.mod` names golangci-lint, which that action reads. Actions that carry a table of versions with checksums, such as `taiki-e/install-action` and `zizmorcore/zizmor-action`: their own commit decides. `astral-sh/setup-uv`, `pnpm/action-setup` and others that look into the project's files first are reported only for a written `latest`. Versions of language runtimes are the matter of `floating-runtime-version`.",
      fix: "Write the tool's current release into the version input, and let an update tool raise it. The fix takes the current release from outside, else from a dated table of some tools; without either none is offered.",
      example: {
        before: "steps:\n  - uses: aquasecurity/setup-trivy@v0.2.3\n    with:\n      version: latest\n",
        after: "steps:\n  - uses: aquasecurity/setup-trivy@v0.2.3\n    with:\n      version: v0.70.0\n",
      },
    },
  },

  *check(context) {
    const found = context.steps.flatMap((place) => installOf(context.repository, place) ?? []);
    const groups = groupBy(found, ({ place, installer }) => `${place.document.path} ${installer.action}`);
    for (const installs of groups.values()) yield* toHit(context, installs);
  },
});

interface Install {
  readonly place: StepPlace;
  readonly uses: Uses;
  readonly installer: ToolInstaller;
  /** The written value; null where nothing is written. */
  readonly value: YamlScalar | null;
}

function installOf(repository: RepositoryModel, place: StepPlace): Install | null {
  const { uses } = place.step;
  const installer = uses?.kind === "action" ? toolInstaller(uses.name) : null;
  if (!uses || !installer || installer.otherInputs.some((name) => entryText(place.step.with, name))) return null;
  const entry = findEntry(place.step.with, installer.input);
  if (entry && !entry.value && asMap(entry.pair.value)) return null;
  const text = entry?.value?.value.trim() ?? "";
  const install = { place, uses, installer, value: entry?.value ?? null };
  if (text !== "") return installer.moving.includes(text.toLowerCase()) ? install : null;
  return takesNewest(repository, install) ? install : null;
}

function takesNewest(repository: RepositoryModel, { place, uses, installer }: Install): boolean {
  const { isDefault, chosenIn } = installer;
  if (typeof isDefault === "number") {
    const [major = isDefault] = usedVersion(place.document.file, uses) ?? [];
    return major < isDefault;
  }
  if (!isDefault || !chosenIn) return isDefault;
  return !repository.files.some(
    ({ path, text }) => path.slice(path.lastIndexOf("/") + 1) === chosenIn.name && text.includes(chosenIn.word),
  );
}

function* toHit(context: RuleContext, all: readonly Install[]): Generator<Hit> {
  const installs = [...new Map(all.map((install) => [install.uses.node.start, install])).values()];
  const [first, ...others] = installs;
  if (!first) return;
  const { installer, place, uses } = first;
  const { path } = place.document;
  const cause = first.value ? `is told to fetch \`${first.value.value.trim()}\`` : "fetches the newest release";
  yield {
    message: `\`${uses.raw}\` ${cause} of \`${installer.tool}\`, so anybody who can publish one decides what runs here; write a version into \`${installer.input}\`.`,
    path,
    at: first.value ?? uses.node,
    anchor: `${installer.action} ${place.job ? `jobs.${place.job.id}` : "runs"}.${place.step.identity}`,
    related: others.map((other) => ({ path, at: other.value ?? other.uses.node })),
    fix: () => writeVersion(context, installs),
  };
}

function writeVersion({ lookups }: RuleContext, installs: readonly Install[]): FixOutcome {
  const installer = installs[0]?.installer;
  const release = installer ? lookups.toolVersion(installer.tool) : "unknown";
  if (!installer || release === "unknown" || !/^v?\d+(?:\.\d+)+$/.test(release))
    return { abstain: "The tool's current release is not known; look it up and write it into the input by hand." };
  if (installs.some((install) => isTooOld(install, release)))
    return { abstain: "This version of the action cannot install the tool's current release; raise the action first." };
  const version = installer.prefix + release.replace(/^v/, "");
  const edits = installs.map((install) => editsOf(install, version));
  if (edits.includes(null))
    return { abstain: "A step is written in a form that cannot be edited safely; write the version by hand." };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: `Install \`${installer.tool}\` ${release.replace(/^v/, "")}`,
    explanation: `The action now installs \`${version}\` of \`${installer.tool}\`, the newest release known when this was written, instead of whatever is newest when the job runs. Raise it like any other dependency.`,
  };
}

function isTooOld({ place, uses, installer: { needs } }: Install, release: string): boolean {
  if (!needs || Number.parseInt(release.replace(/^v/, ""), 10) < needs.tool) return false;
  const [major = 0] = usedVersion(place.document.file, uses) ?? [];
  return major < needs.action;
}

function editsOf({ place, installer, value }: Install, version: string): Edit[] | null {
  const { file } = place.document;
  const { node } = place.step;
  const source = /^\d+\.\d+$/.test(version) ? `"${version}"` : scalarSource(version);
  if (value?.aliased || value?.anchor || node.aliased) return null;
  if (value && value.value.trim() !== "")
    return value.style === "plain" ? setPlain(file, value, source) : setScalar(file, value, version);
  const given = findPair(node, "with");
  const inputs = asMap(given?.value);
  if (given && (!inputs || given.value.kind === "alias" || findEntry(place.step.with, installer.input))) return null;
  if (inputs) return insertKey(file, inputs, { key: installer.input, value: source });
  const inner = node.flow ? `{ ${installer.input}: ${source} }` : `\n  ${installer.input}: ${source}`;
  return insertKey(file, node, { key: "with", value: inner, after: ["uses"] });
}

function setPlain(file: StepPlace["document"]["file"], { start, end }: YamlScalar, text: string): Edit[] {
  return [{ path: file.path, start, end, text }];
}
