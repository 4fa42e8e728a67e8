import { env } from "cloudflare:workers";
import type { Gate } from "../../../worker/adapters/github/gate.ts";
import type { GithubSettings } from "../../../worker/adapters/github/github.ts";
import { forOrg } from "../../../worker/db/for-org.ts";
import type { Role } from "../../../worker/permissions.ts";
import type { PlatformHooks } from "../../../worker/platform/hooks.ts";
import type { Ctx, Scope } from "../../../worker/services/context.ts";
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
    actor: {
      kind: "user",
      userId: as.userId,
      credential: { kind: "session", id: as.sessionId ?? scope.random.uuidv7() },
    },
    role: as.role ?? "owner",
    scopes: null,
    signedInAt: scope.clock.now(),
  };
}

/** What a GitHub client is made with, for tests that change a part of it. Waits pass at once. */
export function githubSettings(scope: Scope): GithubSettings {
  const gate: Gate = {
    enter: (token, ask) => scope.objects.tokenGate(token).enter(ask),
    leave: (token, report) => scope.objects.tokenGate(token).leave(report),
  };
  return { ...scope, gate, sleep: async () => {}, isPaced: false };
}
