import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import type { AppRecord, InstallationRecord } from "../records.ts";
import { nodeId, simpleUserByLogin } from "./user-json.ts";

/** Login of the user as which an app writes. */
export function botLogin({ slug }: AppRecord): string {
  return `${slug}[bot]`;
}

/** GitHub's `integration`: an app as others see it. */
export function appJson(local: LocalContext, app: AppRecord) {
  const page = `${local.urls.web}/apps/${app.slug}`;
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("Integration", app.id),
    client_id: `Iv1.${app.id.toString(16).padStart(16, "0")}`,
    owner: simpleUserByLogin(local, app.owner),
    name: app.name,
    description: null,
    external_url: page,
    html_url: page,
    created_at: isoSeconds(app.createdAt),
    updated_at: isoSeconds(app.createdAt),
    permissions: app.permissions,
    events: [],
  };
}

export function installationJson(local: LocalContext, app: AppRecord, installation: InstallationRecord) {
  const account = simpleUserByLogin(local, installation.account);
  const url = `${local.urls.api}/app/installations/${installation.id}`;
  return {
    id: installation.id,
    account,
    repository_selection: "selected" as const,
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${local.urls.api}/installation/repositories`,
    html_url: `${local.urls.web}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: app.permissions,
    events: [],
    created_at: isoSeconds(installation.createdAt),
    updated_at: isoSeconds(installation.createdAt),
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  };
}
