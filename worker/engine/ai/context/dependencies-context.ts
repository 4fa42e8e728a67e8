import { DEPENDABOT_PATHS } from "../../model/updates/dependabot.ts";
import { renovateOf } from "../../model/updates/renovate.ts";
import type { AiContext } from "../context.ts";
import { assemble, type Wanted } from "./assemble.ts";
import type { ContextGround } from "./ground.ts";
import { dependencyManifests } from "./manifests.ts";

/** What a question about the whole repository is about. */
export const WHOLE_REPOSITORY = "repository";

/** How dependencies are updated, and which there are; without `files` where the repository tells neither. */
export function dependenciesContext(ground: ContextGround, budget: number): AiContext {
  const { repository, findings } = ground;
  const tool = [...DEPENDABOT_PATHS, renovateOf(repository)?.path ?? ""].filter(
    (path) => repository.file(path) !== null && !path.endsWith("package.json"),
  );
  const wanted: Wanted[] = [
    ...tool.map((path): Wanted => ({ path, role: "subject", form: "code" })),
    ...dependencyManifests(repository).map((path): Wanted => ({ path, role: "manifest", form: "dependencies" })),
  ];
  return assemble(ground, { task: "dependencies", subject: WHOLE_REPOSITORY, budget, wanted, findings });
}
