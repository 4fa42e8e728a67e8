import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import type { HookRecord } from "../records.ts";
import { fullName, type Repo } from "../repositories.ts";
import { urlsOf } from "./repository-urls.ts";

/** A hook as its owner may see it: that there is a secret, never which. */
export function hookJson(local: LocalContext, repo: Repo, hook: HookRecord) {
  const url = `${urlsOf(local.urls, fullName(repo)).api}/hooks/${hook.id}`;
  return {
    type: "Repository",
    id: hook.id,
    name: "web",
    active: hook.active,
    events: hook.events,
    config: {
      content_type: hook.contentType,
      insecure_ssl: hook.insecureSsl,
      url: hook.url,
      ...(hook.secret === null ? {} : { secret: "********" }),
    },
    updated_at: isoSeconds(hook.updatedAt),
    created_at: isoSeconds(hook.createdAt),
    url,
    test_url: `${url}/tests`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: hook.lastResponse,
  };
}
