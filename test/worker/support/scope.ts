import { env } from "cloudflare:workers";
import { forOrg } from "../../../worker/db/for-org.ts";
import type { PlatformHooks } from "../../../worker/platform/hooks.ts";
import type { Ctx, Role, Scope } from "../../../worker/services/context.ts";
import { createPlatform, openScope } from "../../../worker/wiring.ts";

/** The real platform of the test Worker, for tests below HTTP. */
export function testScope(hooks: PlatformHooks = {}): Scope {
  return openScope(createPlatform(env, hooks));
}

/** What a service gets when `userId` calls it in `role`. */
export function testCtx(
  as: { orgId: string; userId: string; sessionId?: string; role?: Role },
  hooks?: PlatformHooks,
): Ctx {
  const scope = testScope(hooks);
  return {
    ...scope,
    orgId: as.orgId,
    data: forOrg(scope.db, as.orgId),
    actor: { kind: "user", userId: as.userId, sessionId: as.sessionId ?? scope.random.uuidv7() },
    role: as.role ?? "owner",
  };
}
