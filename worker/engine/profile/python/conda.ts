import { asMap, asScalar, asSeq, findValue, type YamlNode } from "../../parse/yaml-node.ts";
import type { Folder } from "../folder.ts";
import type { RequirementLine } from "./requirement-files.ts";

/** The conda environment of a folder. */
export function condaFile(folder: Folder): string | null {
  return folder.first("environment.yml", "environment.yaml");
}

/** What the environment installs, of conda and of pip. */
export function condaRequirements(folder: Folder): RequirementLine[] {
  const name = condaFile(folder) ?? "";
  return itemsOf(findValue(rootOf(folder), "dependencies"))
    .map((line) => line.replace(/^[\w-]+::/, "").replace(/^([\w.-]+)\s*=(?!=)\s*/, "$1=="))
    .filter((text) => !/^(?:python|pip)\b/.test(text))
    .map((text) => ({ text, name }));
}

/** The version of Python that the environment pins; null without one. */
export function condaPython(folder: Folder): string | null {
  const line = itemsOf(findValue(rootOf(folder), "dependencies")).find((each) => /^python\s*=/.test(each));
  return /^python\s*==?\s*(\d[\d.]*)/.exec(line ?? "")?.[1]?.replace(/\.$/, "") ?? null;
}

function itemsOf(node: YamlNode | null | undefined): string[] {
  return (asSeq(node)?.items ?? []).flatMap((item) => {
    const line = asScalar(item)?.value;
    return line === undefined ? itemsOf(asMap(item)?.pairs[0]?.value) : [line];
  });
}

function rootOf(folder: Folder): YamlNode | null {
  const name = condaFile(folder);
  const yaml = name === null ? null : folder.repository.yaml(folder.at(name));
  return yaml?.ok ? (yaml.documents[0]?.root ?? null) : null;
}
