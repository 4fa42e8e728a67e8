import "../../styles/people.css";
import { createAsync } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import type { Me, Member } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { createPaged } from "../../create-paged.ts";
import { memberText } from "../../text/members.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { MorePages } from "../../ui/more-pages.tsx";
import { createCan } from "../session/create-can.ts";
import { getMe } from "../session/session.queries.ts";
import { Invitations } from "./invitations.tsx";
import { LeaveDialog, RemoveDialog } from "./member-dialogs.tsx";
import { MemberRow } from "./member-row.tsx";
import { getMembers, loadMembers } from "./members.queries.ts";
import { PermissionTable } from "./permission-table.tsx";

/** Who belongs to the organization in which role, who is invited, and what roles mean. */
export function MembersPage() {
  const me = createAsync(() => getMe());
  const can = createCan();
  createPageTitle(() => memberText.title);
  return (
    <>
      <PageHead title={memberText.title} below={memberText.lead} />
      <SettingsNav />
      <Show when={me()}>
        {(known) => (
          <>
            <Failing keys={() => [getMembers.key]}>
              <Pending>
                <Members me={known()} />
              </Pending>
            </Failing>
            <Show when={can("member.manage")}>
              <Failing keys={() => ["invitations"]}>
                <Pending>
                  <Invitations own={known().organization.role} />
                </Pending>
              </Failing>
            </Show>
            <PermissionTable own={known().organization.role} />
          </>
        )}
      </Show>
    </>
  );
}

function Members(props: { readonly me: Me }) {
  const first = createAsync(() => getMembers());
  const members = createPaged(first, loadMembers, first);
  const [removing, setRemoving] = createSignal<Member>();
  const [isLeaving, setLeaving] = createSignal(false);
  return (
    <section class="card" aria-label={memberText.list}>
      <ul class="people">
        <For each={members.items()}>
          {(member) => (
            <MemberRow
              member={member}
              me={props.me}
              onRemove={() => setRemoving(member)}
              onLeave={() => setLeaving(true)}
            />
          )}
        </For>
      </ul>
      <MorePages of={members} label={memberText.more} />
      <RemoveDialog member={removing()} onClose={() => setRemoving(undefined)} />
      <LeaveDialog open={isLeaving()} name={props.me.organization.name} onClose={() => setLeaving(false)} />
    </section>
  );
}
