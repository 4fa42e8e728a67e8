/** What the settings of other linters in the repository switch off: `zizmor.yml` and `.github/actionlint.yaml`. */
import { rulesOfAudit, rulesOfPattern } from "../data/foreign-rules.ts";
import { memo } from "../memo.ts";
import type { RepositoryModel } from "../model/repository.ts";
import { asMap, asScalar, asSeq, findValue, keyText, type YamlNode } from "../parse/yaml-node.ts";

/** One thing that is switched off; without `line` in the whole file, without `path` everywhere. */
export interface Setting {
  readonly rules: readonly string[];
  readonly source: string;
  /** A file's name, or a pattern with `*`, for which it holds. */
  readonly path: RegExp | null;
  readonly line: number | null;
}

const ZIZMOR = ["zizmor.yml", "zizmor.yaml", ".github/zizmor.yml", ".github/zizmor.yaml"];
const ACTIONLINT = [".github/actionlint.yaml", ".github/actionlint.yml"];

/** docs.zizmor.sh/configuration and github.com/rhysd/actionlint, docs/config.md. */
export const foreignSettings = memo((repository: RepositoryModel): readonly Setting[] => [
  ...ZIZMOR.flatMap((path) => zizmorSettings(path, rootOf(repository, path))),
  ...ACTIONLINT.flatMap((path) => actionlintSettings(path, rootOf(repository, path))),
]);

function rootOf(repository: RepositoryModel, path: string): YamlNode | null {
  const yaml = repository.file(path) ? repository.yaml(path) : null;
  return yaml?.ok ? (yaml.documents[0]?.root ?? null) : null;
}

function zizmorSettings(source: string, root: YamlNode | null): Setting[] {
  const audits = asMap(findValue(root, "rules"))?.pairs ?? [];
  return audits.flatMap((pair) => {
    const rules = rulesOfAudit(keyText(pair) ?? "");
    const isOff = asScalar(findValue(pair.value, "disable"))?.value === "true";
    const places = isOff ? [""] : scalars(findValue(pair.value, "ignore"));
    return rules.length === 0 ? [] : places.map((place) => ({ rules, source, ...toPlace(place) }));
  });
}

/** `ci.yml`, `ci.yml:12` or `ci.yml:12:3`; an empty text stands for every file. */
function toPlace(text: string): Pick<Setting, "path" | "line"> {
  const [name = "", line] = text.split(":");
  return { path: name === "" ? null : toPattern(`**/${name}`), line: line === undefined ? null : Number(line) };
}

function actionlintSettings(source: string, root: YamlNode | null): Setting[] {
  const paths = asMap(findValue(root, "paths"))?.pairs ?? [];
  return paths.flatMap((pair) => {
    const rules = scalars(findValue(pair.value, "ignore")).flatMap(rulesOfPattern);
    return rules.length === 0 ? [] : [{ rules, source, path: toPattern(keyText(pair) ?? ""), line: null }];
  });
}

function scalars(node: YamlNode | null): string[] {
  return asSeq(node)?.items.flatMap((item) => asScalar(item)?.value ?? []) ?? [];
}

/** `**` stands for any folders, `*` for part of a name. */
function toPattern(glob: string): RegExp {
  const source = glob.split(/(\*\*\/?|\*|\?)/).map((part) => {
    if (part.startsWith("**")) return "(?:.*/)?";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : part.replace(/[\\^$.+()|[\]{}]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`);
}
