import { pairsByKey } from "../../../model/gitlab/merged-map.ts";
import type { GitlabPipeline } from "../../../model/gitlab/pipeline.ts";
import { isSetting } from "../../../model/gitlab/pipeline.ts";
import { topSetting } from "../../../model/gitlab/settings.ts";
import { asMap } from "../../../parse/yaml-node.ts";
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

/** Variables as every platform has them: names of services become hosts of their own, `$$` is a dollar sign. */
export function neutralVariables(
  variables: readonly (readonly [string, string])[],
  services: readonly string[],
  lose: (detail: string) => void,
): Record<string, string> {
  const neutral: Record<string, string> = {};
  for (const [name, value] of variables) {
    if (OF_GITLAB.test(name)) continue;
    if (/\$(?!\$)/.test(value.replaceAll("$$", ""))) {
      lose(`Variable \`${name}\` is made of others (\`${value}\`), which GitLab alone puts together; write its value.`);
    }
    neutral[name] = services.reduce((text, service) => withHost(text, { name, service }), value.replaceAll("$$", "$"));
  }
  return neutral;
}

function withHost(text: string, { name, service }: { readonly name: string; readonly service: string }): string {
  const host = `{{host:${service}}}`;
  if (text === service) return /HOST|SERVER|ADDR/i.test(name) ? host : text;
  if (text.startsWith(`${service}:`) && /^\d+$/.test(text.slice(service.length + 1)))
    return host + text.slice(service.length);
  const escaped = service.replace(/[^\w-]/g, "\\$&");
  return text.replace(HOST_MARKS(escaped), (_whole, before: string) => before + host);
}
