import type { ComponentDraft } from "../component-draft.ts";

/** Targets by which makefiles run their tests, the most usual first. */
const TESTS = ["test", "check", "tests"];

/** Autotools where the repository has their files, then `make` and the target for tests that its makefile has. */
export function addMakeCommands(draft: ComponentDraft, manifest: string): void {
  const { folder } = draft;
  const usual = draft.proof(manifest);
  const makefile = folder.first("GNUmakefile", "makefile", "Makefile");
  const configure = makefile === null ? configureOf(draft) : "";
  const build = `${configure}make`;
  draft.command("build", build, usual);
  const isGenerated = folder.first("configure.ac", "Makefile.am") !== null;
  const target = makefile === null ? undefined : TESTS.find((name) => targetOf(name).test(folder.text(makefile)));
  if (target !== undefined && makefile !== null)
    draft.command("test", `make ${target}`, draft.proof(makefile, targetOf(target)));
  else if (isGenerated) draft.command("test", "make check", { ...usual, confidence: "medium" });
}

function configureOf({ folder }: ComponentDraft): string {
  if (folder.has("configure")) return "./configure && ";
  return folder.has("autogen.sh") ? "./autogen.sh && ./configure && " : "autoreconf --install && ./configure && ";
}

function targetOf(name: string): RegExp {
  return new RegExp(`^${name}[ \\t]*:(?!=)`, "m");
}
