import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { reasonOf } from "../../worker/errors.ts";
import * as entry from "../../worker/index.ts";
import { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../worker/index.ts";
import { liveRequest } from "../../worker/services/live/live-request.ts";
import type { ObjectPorts } from "../../worker/services/object-ports.ts";
import { createPlatform } from "../../worker/wiring.ts";
import { testScope } from "./support/scope.ts";

const [OWN, OTHER] = ["01980000-0000-7000-8000-00000000000a", "01980000-0000-7000-8000-00000000000b"];
const REPOSITORY = "01980000-0000-7000-8000-000000000001";
const MODEL = { provider: "gemini", id: "model" };

/** Ports that belong to one organization, each reached for this one. A new port belongs here, or below. */
const OF_ORGANIZATION = {
  repoJobs: (ports: ObjectPorts, orgId: string) => ports.repoJobs(orgId, REPOSITORY),
  orgLive: (ports: ObjectPorts, orgId: string) => ports.orgLive(orgId),
  quota: (ports: ObjectPorts, orgId: string) => ports.quota(orgId),
  orgJobs: (ports: ObjectPorts, orgId: string) => ports.orgJobs(orgId),
  breaker: (ports: ObjectPorts, orgId: string) => ports.breaker(orgId, MODEL),
} as const;
/** The others, each with the reason why no organization owns it. */
const OF_NOBODY = {
  tokenGate: "one per GitHub token, by its hash: GitHub's limits are the token's, whoever works with it",
  sharedBreaker: "one per provider and model: whether a provider answers is the same for all, and no content is in it",
  rateLimits: "one per caller, who may be an address and nobody yet: counts alone",
} as const;

/** Every class of objects, by the port that reaches it. */
const CLASSES = {
  repoJobs: [RepoJobs, OF_ORGANIZATION.repoJobs],
  orgLive: [OrgLive, OF_ORGANIZATION.orgLive],
  quota: [Quota, OF_ORGANIZATION.quota],
  orgJobs: [OrgJobs, OF_ORGANIZATION.orgJobs],
  breaker: [CircuitBreaker, OF_ORGANIZATION.breaker],
} as const;
/** The platform calls these by itself; `fetch` is asked below, with a request of its own. */
const OF_PLATFORM = ["constructor", "fetch", "alarm", "webSocketMessage", "webSocketClose"];
/** Of a class that has objects of either sort: an organization's object refuses it whoever asks. */
const OF_ALL = ["applyShared"];

function methodsOf(objects: { readonly prototype: object }): string[] {
  return Object.getOwnPropertyNames(objects.prototype).filter((name) => !OF_PLATFORM.includes(name));
}

async function call(port: object, method: string, ask: object): Promise<unknown> {
  return (Reflect.get(port, method) as (ask: object) => Promise<unknown>)(ask);
}

/** The names by which objects are reached. */
function recording() {
  const names: string[] = [];
  const record = (namespace: DurableObjectNamespace) =>
    new Proxy(namespace, {
      get(target, key) {
        if (key !== "getByName") return Reflect.get(target, key);
        return (name: string) => {
          names.push(name);
          return target.getByName(name);
        };
      },
    });
  const { REPO_JOBS, ORG_LIVE, QUOTA, ORG_JOBS, CIRCUIT_BREAKER } = env;
  const bindings = { REPO_JOBS, ORG_LIVE, QUOTA, ORG_JOBS, CIRCUIT_BREAKER };
  const recorded = Object.entries(bindings).map(([key, value]) => [key, record(value as never)]);
  const { objects } = createPlatform({ ...env, ...Object.fromEntries(recorded) });
  return { names, objects };
}

const viewer = { credential: { kind: "session", id: "s" }, userId: "u", orgId: OTHER } as const;
const upgrade = () => liveRequest(new Request("https://object"), { viewer, feed: REPOSITORY, since: 0, latest: 0 });

describe("an object of an organization", () => {
  it("is one of all that there are", () => {
    const ports = Object.keys(testScope().objects);
    expect(ports.toSorted()).toEqual([...Object.keys(OF_ORGANIZATION), ...Object.keys(OF_NOBODY)].toSorted());
    const others = [RateLimits, TokenGate];
    const classes = [...others, ...Object.values(CLASSES).map(([objects]) => objects)];
    const exported = Object.values(entry).filter((value) => typeof value === "function");
    expect(new Set(exported)).toEqual(new Set(classes));
  });

  it.each(Object.entries(OF_ORGANIZATION))("%s has the organization in its name", async (_name, reach) => {
    const { names, objects } = recording();
    await reach(objects, OWN).forget({ orgId: OWN });
    expect(names).toHaveLength(1);
    expect(names[0]?.startsWith(`${OWN}:`)).toBe(true);
  });

  it.each(Object.entries(CLASSES))(
    "%s refuses another organization, and a call without one",
    async (_name, [objects, reach]) => {
      const own = reach(testScope().objects, OWN);
      const methods = methodsOf(objects);
      expect(methods.length).toBeGreaterThanOrEqual(2);
      const answered = await Promise.all(
        methods.flatMap((method) =>
          [{ orgId: OTHER }, {}].map(async (ask) => {
            const said = await call(own, method, ask).then(() => "an answer", reasonOf);
            return said.includes(OF_ALL.includes(method) ? "organization's own" : "not its own")
              ? []
              : [`${method}: ${said}`];
          }),
        ),
      );
      expect(answered.flat()).toEqual([]);
    },
  );

  it.each([
    ["a socket at a job", (ports: ObjectPorts) => ports.repoJobs(OWN, REPOSITORY).fetch(upgrade())],
    ["a socket", (ports: ObjectPorts) => ports.orgLive(OWN).fetch(upgrade())],
  ])("refuses %s of another organization", async (_name, ask) => {
    await expect(ask(testScope().objects)).rejects.toThrow("not its own");
  });
});

describe("an object that all share", () => {
  it.each(["apply", "forget"])("is no organization's, whatever it is called: %s", async (method) => {
    const shared = testScope().objects.sharedBreaker(MODEL);
    for (const orgId of ["shared", OWN])
      await expect(call(shared, method, { orgId, event: { type: "look" }, now: 0 })).rejects.toThrow("not its own");
  });
});
