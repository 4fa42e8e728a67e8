import "../../styles/security.css";
import { createAsync } from "@solidjs/router";
import { Show } from "solid-js";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { profileText } from "../../text/profile.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { getMe } from "../session/session.queries.ts";
import { DeleteAccount } from "./delete-account.tsx";
import { GithubCard } from "./github-card.tsx";
import { getSessions } from "./profile.queries.ts";
import { Sessions } from "./sessions.tsx";
import { YouCard } from "./you-card.tsx";

/** Who one is here, what GitHub lets us do, and every browser that is signed in. */
export function ProfilePage() {
  createPageTitle(() => profileText.title);
  const me = createAsync(() => getMe());
  return (
    <>
      <PageHead title={profileText.title} below={profileText.lead} />
      <SettingsNav />
      <Show when={me()}>
        {(someone) => (
          <>
            <YouCard me={someone()} />
            <GithubCard me={someone()} />
          </>
        )}
      </Show>
      <Failing keys={() => [getSessions.key]}>
        <Pending>
          <Sessions />
        </Pending>
      </Failing>
      <Show when={me()}>{(someone) => <DeleteAccount me={someone()} />}</Show>
    </>
  );
}
