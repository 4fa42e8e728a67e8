import { pairsByKey } from "../../../model/gitlab/merged-map.ts";
import type { GitlabPipeline } from "../../../model/gitlab/pipeline.ts";
import { isSetting } from "../../../model/gitlab/pipeline.ts";
import { topSetting } from "../../../model/gitlab/settings.ts";
import { asMap } from "../../../parse/yaml-node.ts";
import { CACHE_VARIABLES } from "../caches.ts";
import { type JobReader, textsByName } from "./job-reader.ts";

/** Variables that speak to GitLab's runner or to Docker beside it, and mean nothing elsewhere. */
const OF_GITLAB =
  /^(?:GIT_(?:DEPTH|STRATEGY|CLEAN_FLAGS|FETCH_EXTRA_FLAGS|CHECKOUT|CLONE_PATH|SUBMODULE_\w+)|GET_SOURCES_ATTEMPTS|FF_\w+|DOCKER_(?:HOST|TLS_CERTDIR|TLS_VERIFY|CERT_PATH|DRIVER)|CACHE_\w+|ARTIFACT_\w+|KUBERNETES_\w+|SECURE_\w+|TRANSFER_METER_FREQUENCY)$/;
/** Where a name stands as a host: behind `//` or `@`, before a port, a path or the end; in `//postgres:secret@` it is a user. */
const HOST_MARKS = (name: string) => new RegExp(`(//|@)${name}(?=[:/,?]|$)(?!:[^@/]*@)`, "g");

/** Variables of the whole file. */
export function globalVariables(pipeline: GitlabPipeline): [string, string][] {
  const answer = topSetting(pipeline, "variables");
  return isSetting(answer) ? textsByName(answer.node) : [];
}

/** Variables of a job: those of what it extends, then its own; the nearest wins. */
export function jobVariables({ entry }: JobReader): [string, string][] {
  const values = new Map<string, string>();
  for (const { map } of [...entry.layers].reverse()) {
    const variables = asMap(pairsByKey(map).get("variables")?.pair.value ?? null);
    for (const [name, value] of variables ? textsByName(variables) : []) values.set(name, value);
  }
  return [...values];
}

/** Levels of variables that are made of others. */
const MAX_DEPTH = 4;
const MAX_UNITS = 2000;

/** A text with the variables that the file sets in place of their names. */
export function expanded(text: string, variables: ReadonlyMap<string, string>): string {
  let result = text;
  for (let depth = 0; depth < MAX_DEPTH && result.includes("$") && result.length < MAX_UNITS; depth += 1) {
    result = result.replace(/(?<!\$)\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
      return variables.get(braced ?? bare ?? "") ?? whole;
    });
  }
  return result;
}

/** Everything that the file says of variables for a job; its own win. */
export function knownVariables(reader: JobReader): Map<string, string> {
  return new Map([...globalVariables(reader.pipeline), ...jobVariables(reader)]);
}

/** `API_KEY: $API_KEY`: handed through from the project's settings. */
export function passedThrough(variables: Variables): string[] {
  return variables.flatMap(([name, value]) => (value === `$${name}` || value === `\${${name}}` ? [name] : []));
}

type Variables = readonly (readonly [string, string])[];

/** Without what only GitLab needs: settings of its runner, folders inside the project that caches are kept in, names handed through. */
function withoutGitlabs(variables: Variables): Variables {
  const passed = new Set(passedThrough(variables));
  return variables.flatMap(([name, value]) => {
    const isMoved = CACHE_VARIABLES.has(name) && /CI_PROJECT_DIR|^\.?\.?\/?\.[\w-]/.test(value);
    if (OF_GITLAB.test(name) || passed.has(name) || (isMoved && name !== "MAVEN_OPTS")) return [];
    const rest = value.replace(/-Dmaven\.repo\.local=\S+\s*/, "").trim();
    return rest === "" && value !== "" ? [] : [[name, rest === value.trim() ? value : rest] as const];
  });
}

/** Variables as every platform has them: made of no others, and `$$` is a dollar sign. */
export function neutralVariables(
  variables: Variables,
  known: ReadonlyMap<string, string>,
  lose: (detail: string) => void,
): Record<string, string> {
  const neutral: Record<string, string> = {};
  for (const [name, written] of withoutGitlabs(variables)) {
    const value = expanded(written, known);
    const isComputed = value.replaceAll("$$", "").includes("$");
    if (isComputed) {
      lose(
        `Variable \`${name}\` is made of others (\`${written}\`), which GitLab alone puts together: set it by hand.`,
      );
    } else neutral[name] = value.replaceAll("$$", "$");
  }
  return neutral;
}

/** Names of services become hosts of their own. */
export function withHosts(
  variables: Readonly<Record<string, string>>,
  services: readonly string[],
): Record<string, string> {
  const entries = Object.entries(variables).map(([name, value]): [string, string] => {
    return [name, services.reduce((text, service) => withHost(text, { name, service }), value)];
  });
  return Object.fromEntries(entries);
}

function withHost(text: string, { name, service }: { readonly name: string; readonly service: string }): string {
  const host = `{{host:${service}}}`;
  if (text === service) return /HOST|SERVER|ADDR/i.test(name) ? host : text;
  if (text.startsWith(`${service}:`) && /^\d+$/.test(text.slice(service.length + 1)))
    return host + text.slice(service.length);
  const escaped = service.replace(/[^\w-]/g, "\\$&");
  return text.replace(HOST_MARKS(escaped), (_whole, before: string) => before + host);
}
