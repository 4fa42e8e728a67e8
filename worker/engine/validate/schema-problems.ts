import { GITLAB_PATH } from "../model/gitlab/read-pipeline.ts";
import type { RepositoryModel } from "../model/repository.ts";
import type { Span } from "../parse/line-index.ts";
import type { Platform } from "../pipeline/pipeline.ts";
import { circleciSchemaProblems } from "../schema/circleci-schema.ts";
import { gitlabSchemaProblems } from "../schema/gitlab-schema.ts";
import { nodeAt, toValue } from "../schema/to-value.ts";

/** What the platform's schema refuses, with its place. GitHub's schema is applied by rules. */
export function schemaProblems(
  repository: RepositoryModel,
  platform: Platform,
  path: string,
): { readonly at: Span; readonly message: string }[] {
  const yaml = repository.yaml(path);
  if (platform === "github" || !yaml?.ok) return [];
  const check = (value: unknown) =>
    platform === "gitlab" ? gitlabSchemaProblems(value, path === GITLAB_PATH) : circleciSchemaProblems(value);
  return yaml.documents.flatMap(({ root }) => {
    if (root === null) return [];
    return check(toValue(root)).map(({ path: way, isKey, message }) => ({ at: nodeAt(root, way, isKey), message }));
  });
}
