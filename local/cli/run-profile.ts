import { RepositoryModel } from "../../worker/engine/model/repository.ts";
import { detectStack } from "../../worker/engine/profile/detect-stack.ts";
import type { Component, StackProfile } from "../../worker/engine/profile/stack-profile.ts";
import type { ProfileCommand } from "./profile-command.ts";
import { readFolder, requireFolder } from "./read-folder.ts";

/** Says what each folder is made of; folders are checked first, so that with a wrong one nothing is printed. */
export async function runProfile(command: ProfileCommand, out: (text: string) => void): Promise<void> {
  for (const dir of command.dirs) await requireFolder(dir);
  for (const dir of command.dirs) {
    const profile = detectStack(new RepositoryModel(await readFolder(dir)));
    out(command.format === "json" ? `${JSON.stringify({ dir, ...profile })}\n` : formatProfile(dir, profile));
  }
}

function formatProfile(dir: string, { components, notes }: StackProfile): string {
  const parts = components.map(formatComponent);
  const said = notes.map(({ path, detail }) => `Note: ${path === null ? "" : `${path}: `}${detail}\n`);
  return [`${dir}\n`, ...parts, ...said, ""].join("\n");
}

function formatComponent(component: Component): string {
  const { path, packageManager, runtimes, monorepo, commands, services, container, deploy } = component;
  const rows: [string, string][] = [
    ["languages", component.languages.join(", ")],
    ["package manager", packageManager ? withVersion(packageManager) : ""],
    ["frameworks", component.frameworks.join(", ")],
    ["runtimes", runtimes.map(({ name, version, file }) => `${name} ${version} (${file})`).join(", ")],
    ["monorepo", monorepo ? `${monorepo.tool}, ${monorepo.packages.length} packages` : ""],
    ...Object.entries(commands).map(([name, command]): [string, string] => [name, command ?? ""]),
    ["services", services.map(withVersion).join(", ")],
    ["container", container?.dockerfile ?? ""],
    ["deploy", deploy ? `${deploy.target} (${deploy.file})` : ""],
    ["confidence", component.confidence],
  ];
  const shown = rows.filter(([, value]) => value !== "").map(([name, value]) => `  ${name.padEnd(17)}${value}\n`);
  return `${path === "." ? "." : path}\n${shown.join("")}`;
}

function withVersion({ name, version }: { readonly name: string; readonly version: string | null }): string {
  return version === null ? name : `${name} ${version}`;
}
