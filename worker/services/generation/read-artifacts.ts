import { type ArtifactQuery, findArtifact, listArtifacts, pullsOfArtifacts } from "../../db/artifacts.ts";
import type { PullFacts } from "../../db/remediations.ts";
import { AppError } from "../../errors.ts";
import { type Page, toPage } from "../analyses/to-page.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type ArtifactFacts, readArtifactRow } from "./artifact-row.ts";

/** An artifact with the newest pull request that carries it. */
export type ArtifactView = { readonly artifact: ArtifactFacts; readonly pull: PullFacts | null };

/** Throws not_found for one of nobody here. */
export async function getArtifact(ctx: Ctx, id: string): Promise<ArtifactView & { readonly repository: string }> {
  requirePermission(ctx, "generation.read");
  const found = await findArtifact(ctx.data, id);
  if (!found) throw new AppError("not_found", "There is no such artifact in this organization.");
  const [pull] = await pullsOfArtifacts(ctx.data, [id]);
  return { artifact: readArtifactRow(found.artifact), repository: found.repository, pull: pull ?? null };
}

/** Artifacts of a repository, newest first. */
export async function listArtifactsOfRepository(ctx: Ctx, query: ArtifactQuery): Promise<Page<ArtifactView>> {
  requirePermission(ctx, "generation.read");
  const rows = await listArtifacts(ctx.data, { ...query, limit: query.limit + 1 });
  const { items, next } = toPage(rows, query.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  const pulls = await pullsOfArtifacts(
    ctx.data,
    items.map(({ id }) => id),
  );
  const newest = new Map(pulls.toReversed().map((pull) => [pull.artifactId, pull]));
  return { items: items.map((row) => ({ artifact: readArtifactRow(row), pull: newest.get(row.id) ?? null })), next };
}
