import type { RepositoryModel } from "../../model/repository.ts";
import { defineRule } from "../../rule.ts";
import { bashOf } from "../../shell/step-script.ts";

interface Kind {
  readonly manifest: string;
  readonly lockfiles: readonly string[];
  /** A command that installs from the manifest. */
  readonly installs: RegExp;
  readonly command: string;
}

const KINDS: readonly Kind[] = [
  {
    manifest: "package.json",
    lockfiles: ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"],
    installs: /^(?:npm (?:install|i|ci)|pnpm (?:install|i)|yarn(?: install)?|bun install)(?: --?\S+)*$/,
    command: "npm install",
  },
  {
    manifest: "Gemfile",
    lockfiles: ["Gemfile.lock"],
    installs: /^bundle(?: install)?(?: --?\S+)*$/,
    command: "bundle lock",
  },
  {
    manifest: "composer.json",
    lockfiles: ["composer.lock"],
    installs: /^composer install(?: --?\S+)*$/,
    command: "composer update",
  },
];

export const missingLockfile = defineRule({
  meta: {
    id: "missing-lockfile",
    category: "ci_cd",
    severity: "medium",
    title: "The pipeline installs without a lockfile",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A `package.json`, `Gemfile` or `composer.json` in the root with dependencies, no lockfile beside it, and a job that installs from it.",
      why: "Every run installs the newest versions that the ranges allow. A build fails although nobody changed anything, and a malicious release is in the next build within minutes.",
      notReported:
        "Libraries that choose to have none: `package-lock=false` in `.npmrc`, a lockfile in `.gitignore`, gems (a `.gemspec` in the root), Composer packages of the type `library`. Manifests without dependencies. Manifests that no job installs from, and those below the root. Cargo and Go, where it depends on the kind of project or the tool refuses.",
      fix: "Run the installer once and commit the lockfile it writes; then install with the command that keeps to it.",
      example: {
        before: "package.json\n.github/workflows/ci.yml\n",
        after: "package.json\npackage-lock.json\n.github/workflows/ci.yml\n",
      },
    },
  },

  *check({ repository, steps }) {
    for (const { manifest, lockfiles, installs, command } of KINDS) {
      if (
        !repository.file(manifest) ||
        lockfiles.some((name) => repository.has(name)) ||
        !needsOne(repository, manifest)
      )
        continue;
      const place = steps.find(
        ({ step }) => step.run && !step.workingDirectory && commandsOf(step.run).some((text) => installs.test(text)),
      );
      if (!place?.step.run) continue;
      yield {
        message: `This installs whatever \`${manifest}\` allows on the day; commit the lockfile that \`${command}\` writes.`,
        path: place.document.path,
        at: place.step.run,
        anchor: `lockfile.${manifest}`,
      };
    }
  },
});

function commandsOf(run: Parameters<typeof bashOf>[0]): string[] {
  return bashOf(run).commands.map(({ words }) => words.map(({ text }) => text).join(" "));
}

function needsOne(repository: RepositoryModel, manifest: string): boolean {
  const ignored = /^\/?(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Gemfile\.lock|composer\.lock)\s*$/m;
  if (ignored.test(repository.file(".gitignore")?.text ?? "")) return false;
  if (manifest === "Gemfile") return !repository.snapshot.paths.some((path) => /^[^/]+\.gemspec$/.test(path));
  const value = repository.json(manifest);
  if (typeof value !== "object" || value === null) return false;
  if (manifest === "composer.json")
    return !("type" in value && value.type === "library") && hasEntries(value, ["require", "require-dev"]);
  const isOff = /^\s*package-lock\s*=\s*false/m.test(repository.file(".npmrc")?.text ?? "");
  return !isOff && hasEntries(value, ["dependencies", "devDependencies"]);
}

function hasEntries(value: object, keys: readonly string[]): boolean {
  return Object.entries(value).some(
    ([key, list]) => keys.includes(key) && typeof list === "object" && list !== null && Object.keys(list).length > 0,
  );
}
