import { memo } from "../memo.ts";
import { asMap, asScalar, asSeq, findValue, type YamlScalar } from "../parse/yaml-node.ts";
import type { RepositoryModel } from "./repository.ts";
import type { SourceFile } from "./source-file.ts";

/** A `repo:` of the configuration of pre-commit or prek. Grammar: https://pre-commit.com/#repos_repo. */
export interface HookRepository {
  readonly file: SourceFile;
  /** The URL as written; `local`, `meta` and `builtin` are no repositories and left out. */
  readonly url: YamlScalar;
  readonly rev: YamlScalar | null;
}

const PATHS = [".pre-commit-config.yaml", ".pre-commit-config.yml"];
const NO_REPOSITORY = new Set(["local", "meta", "builtin"]);

/** Every hook repository that the configuration in the root names, in file order. */
export const hookRepositories = memo((repository: RepositoryModel): readonly HookRepository[] =>
  PATHS.flatMap((path) => {
    const file = repository.file(path);
    const yaml = file ? repository.yaml(path) : null;
    if (!file || !yaml?.ok) return [];
    const items = asSeq(findValue(yaml.documents[0]?.root, "repos"))?.items ?? [];
    return items.flatMap((item) => {
      const url = asScalar(findValue(asMap(item), "repo"));
      if (!url || NO_REPOSITORY.has(url.value.trim())) return [];
      return [{ file, url, rev: asScalar(findValue(asMap(item), "rev")) }];
    });
  }),
);

const GITHUB =
  /^(?:(?:https?|git|ssh):\/\/)?(?:[^@/\s]+@)?(?:www\.)?github\.com[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/i;

/** `owner/repo`, lower case, of a repository on github.com; null for one elsewhere. */
export function githubName(url: string): string | null {
  const [, owner, name] = GITHUB.exec(url.trim()) ?? [];
  return owner && name ? `${owner}/${name}`.toLowerCase() : null;
}
