/** What we read of GitHub's answers. Unknown fields are dropped; a missing one makes the answer unusable. */
import * as z from "zod";
import type { GithubRepository, Hook, HookDelivery, Pull, TreeEntry } from "./port.ts";

const SYMLINK_MODE = "120000";
const EXECUTABLE_MODE = "100755";

export const instant = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  context.addIssue({ code: "custom", message: "not an instant" });
  return z.NEVER;
});

export const RepositoryAnswer = z
  .object({
    id: z.int(),
    name: z.string(),
    full_name: z.string(),
    owner: z.object({ login: z.string() }),
    description: z.string().nullish(),
    private: z.boolean(),
    archived: z.boolean().default(false),
    fork: z.boolean(),
    size: z.int().default(0),
    default_branch: z.string().nullish(),
    language: z.string().nullish(),
    stargazers_count: z.int().default(0),
    forks_count: z.int().default(0),
    html_url: z.string(),
    created_at: instant.nullish(),
    pushed_at: instant.nullish(),
    permissions: z.object({ admin: z.boolean().default(false), push: z.boolean().default(false) }).optional(),
  })
  .transform(
    (answer): GithubRepository => ({
      githubId: answer.id,
      owner: answer.owner.login,
      name: answer.name,
      fullName: answer.full_name,
      description: answer.description ?? null,
      isPrivate: answer.private,
      isArchived: answer.archived,
      isFork: answer.fork,
      // A size in KB is 0 for small repositories too; one without commits was never pushed to after it was made.
      isEmpty: answer.size === 0 && (answer.pushed_at ?? 0) <= (answer.created_at ?? 0),
      defaultBranch: answer.default_branch ?? null,
      language: answer.language ?? null,
      stars: answer.stargazers_count,
      forks: answer.forks_count,
      htmlUrl: answer.html_url,
      pushedAt: answer.pushed_at ?? null,
      canAdmin: answer.permissions?.admin ?? false,
      canPush: answer.permissions?.push ?? false,
    }),
  );

export const RepositoriesAnswer = z.array(RepositoryAnswer);

/** A commit, tree or blob. */
export const Sha = z.string().regex(/^[0-9a-f]{40}$/);

export const RefAnswer = z.object({ object: z.object({ sha: Sha, type: z.string() }) });
export const CommitAnswer = z.object({ tree: z.object({ sha: Sha }) });
export const ShaAnswer = z.object({ sha: Sha });

const TreeEntryAnswer = z
  .object({
    path: z.string(),
    mode: z.string(),
    type: z.enum(["blob", "tree", "commit"]),
    sha: Sha,
    size: z.int().optional(),
  })
  .transform(
    ({ mode, ...entry }): TreeEntry => ({
      path: entry.path,
      sha: entry.sha,
      size: entry.size ?? 0,
      type: mode === SYMLINK_MODE ? "symlink" : entry.type,
      isExecutable: mode === EXECUTABLE_MODE,
    }),
  );

export const TreeAnswer = z
  .object({ sha: Sha, tree: z.array(TreeEntryAnswer), truncated: z.boolean() })
  .transform(({ sha, tree, truncated }) => ({ sha, entries: tree, truncated }));

export const HookAnswer = z
  .object({ id: z.int(), config: z.object({ url: z.string().optional() }) })
  .transform(({ id, config }): Hook => ({ id, url: config.url ?? "" }));
export const HooksAnswer = z.array(HookAnswer);

export const HookDeliveriesAnswer = z.array(
  z
    .object({
      id: z.union([z.int(), z.string().regex(/^\d{1,20}$/)]),
      guid: z.string(),
      delivered_at: instant,
      status: z.string(),
      status_code: z.int(),
      event: z.string(),
      action: z.string().nullish(),
    })
    .transform(
      (answer): HookDelivery => ({
        id: String(answer.id),
        guid: answer.guid,
        event: answer.event,
        action: answer.action ?? null,
        deliveredAt: answer.delivered_at,
        succeeded: answer.status_code >= 200 && answer.status_code < 300,
        status: answer.status,
        statusCode: answer.status_code,
      }),
    ),
);

export const PullAnswer = z
  .object({
    number: z.int(),
    html_url: z.string(),
    state: z.enum(["open", "closed"]),
    merged_at: z.string().nullish(),
    head: z.object({ sha: Sha }),
  })
  .transform((answer): Pull => {
    const closed = typeof answer.merged_at === "string" ? "merged" : "closed";
    return {
      number: answer.number,
      url: answer.html_url,
      state: answer.state === "open" ? "open" : closed,
      headSha: answer.head.sha,
    };
  });
export const PullsAnswer = z.array(PullAnswer);

export const BlobAnswer = z.object({
  oid: Sha,
  byteSize: z.int(),
  isBinary: z.boolean().nullable(),
  isTruncated: z.boolean(),
  text: z.string().nullable(),
});
