import { useLocation } from "@solidjs/router";
import { Show } from "solid-js";
import type { Me } from "../api-types.ts";
import { createTask } from "../create-task.ts";
import { restoreOrganization } from "../features/organization/organization.queries.ts";
import { createCan } from "../features/session/create-can.ts";
import { formatDayClock } from "../format.ts";
import { organizationText } from "../strings.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Notice, ProblemNotice } from "../ui/notice.tsx";
import { notify } from "../ui/toasts.tsx";

/** Says that the organization will be gone, and lets an owner keep it. */
export function DeletionNotice(props: { readonly me: Me }) {
  const can = createCan();
  const restore = createTask(async () => {
    await restoreOrganization();
    notify({ tone: "ok", text: organizationText.restored(props.me.organization.name) });
  });
  return (
    <Show when={props.me.organization.delete_after}>
      {(at) => (
        <>
          <Notice
            tone="warning"
            title={organizationText.deleting(props.me.organization.name, formatDayClock(Date.parse(at())))}
            actions={
              <Show when={can("organization.delete")}>
                <Button busy={restore.isBusy()} onClick={() => void restore.run()}>
                  {organizationText.restore}
                </Button>
              </Show>
            }
          >
            {organizationText.deletingDetail}
          </Notice>
          <Show when={restore.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        </>
      )}
    </Show>
  );
}

/** Says that somebody invites the reader, everywhere but on the page that shows it. */
export function InvitationNotice(props: { readonly me: Me }) {
  const location = useLocation();
  return (
    <Show when={props.me.invitations > 0 && location.pathname !== "/invitations"}>
      <Notice
        tone="info"
        title={organizationText.invited(props.me.invitations)}
        actions={<LinkButton href="/invitations">{organizationText.look}</LinkButton>}
      >
        {organizationText.invitedDetail}
      </Notice>
    </Show>
  );
}
