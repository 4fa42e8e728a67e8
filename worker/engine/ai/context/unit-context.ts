import type { AiContext, SentFile } from "../context.ts";
import type { AiTask } from "../task.ts";
import { assemble, type Wanted } from "./assemble.ts";
import type { Place } from "./fit-lines.ts";
import type { ContextGround } from "./ground.ts";
import { pipelineManifests } from "./manifests.ts";
import { relatedFiles } from "./related-files.ts";

export interface UnitWish {
  readonly task: AiTask;
  readonly subject: string;
  readonly budget: number;
  /** Lines that matter besides those with findings. */
  readonly places?: readonly Place[];
  readonly facts?: (files: readonly SentFile[]) => readonly string[];
}

/** A pipeline's file with what belongs to it; without `files` where it may not be sent, or not even a part of it fits. */
export function unitContext(ground: ContextGround, wish: UnitWish): AiContext {
  const own: Wanted = {
    path: wish.subject,
    role: "subject",
    form: "code",
    places: [...(wish.places ?? []), ...placesOf(ground, wish.subject)],
  };
  const wanted = [own, ...belongings(ground, wish.subject)];
  const { task, subject, budget } = wish;
  const plan = { task, subject, budget, wanted, findings: ground.findings };
  return assemble(ground, wish.facts ? { ...plan, facts: wish.facts } : plan);
}

/** Related files, those with findings first, then what manifests say about commands and versions. */
export function belongings(ground: ContextGround, subject: string): Wanted[] {
  const { repository } = ground;
  const related = relatedFiles(repository, subject).map((path): Wanted => {
    const places = placesOf(ground, path);
    return { path, role: "related", form: "code", ...(places.length > 0 ? { places } : {}) };
  });
  const sorted = related.toSorted((a, b) => Number(b.places !== undefined) - Number(a.places !== undefined));
  const texts = [subject, ...related.map(({ path }) => path)].map((path) => repository.file(path)?.text ?? "");
  const manifests = pipelineManifests(repository, texts).map(
    (path): Wanted => ({ path, role: "manifest", form: "extract" }),
  );
  return [...sorted, ...manifests];
}

function placesOf({ findings }: ContextGround, path: string): Place[] {
  return findings.filter((finding) => finding.path === path).map(({ range }) => [range.line, range.endLine]);
}
