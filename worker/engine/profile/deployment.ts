import type { Folder } from "./folder.ts";
import type { ContainerImage, Deployment, ProfileEvidence } from "./stack-profile.ts";

/** Configuration files of deployment targets, the most telling first. Source: each target's own documentation of its file. */
const TARGETS: readonly (readonly [target: string, names: RegExp])[] = [
  ["cloudflare", /^wrangler\.(?:toml|jsonc?)$/],
  ["vercel", /^vercel\.json$/],
  ["netlify", /^netlify\.toml$/],
  ["fly", /^fly\.toml$/],
  ["render", /^render\.ya?ml$/],
  ["kamal", /^config\/deploy\.yml$/],
  ["serverless", /^serverless\.ya?ml$/],
  ["pulumi", /^Pulumi\.ya?ml$/],
  ["app-engine", /^app\.yaml$/],
  ["helm", /^Chart\.yaml$/],
  ["heroku", /^(?:heroku\.yml|app\.json)$/],
];
/** `app.json` is Expo's, React Native's or Heroku's; `app.yaml` anybody's: only with these words in it is it what it looks like. */
const WORDS: Readonly<Record<string, RegExp>> = {
  "app.json": /"(?:buildpacks|formation|addons)"/,
  "app.yaml": /^(?:runtime|env)[ \t]*:/m,
};
const DOCKERFILES = [
  "Dockerfile",
  "Containerfile",
  "docker/Dockerfile",
  ".docker/Dockerfile",
  "build/package/Dockerfile",
];

/** Where the folder is deployed to by its own configuration; null where no file says so. */
export function deploymentOf(folder: Folder): Deployment | null {
  const names = [...folder.names, ...folder.below.filter((name) => name === "config/deploy.yml")];
  for (const [target, pattern] of TARGETS) {
    const name = names.find((each) => pattern.test(each) && (WORDS[each]?.test(folder.text(each)) ?? true));
    if (name !== undefined) return { target, file: folder.at(name) };
  }
  const procfile = folder.first("Procfile");
  return procfile === null ? null : { target: "heroku", file: folder.at(procfile) };
}

/** The image that the folder is built into; null without a Dockerfile. */
export function containerOf(folder: Folder): ContainerImage | null {
  const name = folder.first(...DOCKERFILES);
  return name === null ? null : { dockerfile: folder.at(name), context: folder.path };
}

/** Evidence for both; a `Procfile` is read by others than Heroku. */
export function deploymentEvidence(container: ContainerImage | null, deploy: Deployment | null): ProfileEvidence[] {
  const evidence: ProfileEvidence[] = [];
  if (container) {
    evidence.push({
      about: "container",
      value: container.dockerfile,
      path: container.dockerfile,
      line: null,
      confidence: "high",
    });
  }
  if (deploy) {
    const confidence = deploy.file.endsWith("Procfile") ? "low" : "high";
    evidence.push({ about: "deploy", value: deploy.target, path: deploy.file, line: null, confidence });
  }
  return evidence;
}
