import "../../styles/people.css";
import { createAsync } from "@solidjs/router";
import { Show } from "solid-js";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { orgPageText } from "../../text/organization.ts";
import { Badge } from "../../ui/badge.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { createCan } from "../session/create-can.ts";
import { GithubCard } from "./github-card.tsx";
import { NameCard } from "./name-card.tsx";
import { getOrganization } from "./organization.queries.ts";
import { OwnActions } from "./own-actions.tsx";

/** The organization that the session works in: its name, its GitHub account, and what owners may do with the whole. */
export function OrganizationPage() {
  const organization = createAsync(() => getOrganization());
  const can = createCan();
  createPageTitle(() => orgPageText.title);
  return (
    <Show when={organization()}>
      {(known) => (
        <>
          <PageHead
            above={orgPageText.title}
            title={known().name}
            below={
              <>
                <Show when={known().personal}>
                  <Badge title={orgPageText.personalHint}>{orgPageText.personal}</Badge>
                </Show>
                <span>{orgPageText.counts(known().members, known().repositories)}</span>
                <span>
                  {orgPageText.since} <RelativeTime at={known().created_at} />
                </span>
              </>
            }
          />
          <SettingsNav />
          <Show when={can("organization.change")} fallback={<Notice tone="info">{orgPageText.readOnly}</Notice>}>
            <NameCard organization={known()} />
          </Show>
          <GithubCard organization={known()} mayChange={can("repository.connect")} />
          <OwnActions organization={known()} can={can} />
        </>
      )}
    </Show>
  );
}
