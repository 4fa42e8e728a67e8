import { createAsync } from "@solidjs/router";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import { manages } from "../../../../worker/permissions.ts";
import type { Invitation, NewInvitation, Role } from "../../api-types.ts";
import { createPaged } from "../../create-paged.ts";
import { createTask } from "../../create-task.ts";
import { formatDayClock } from "../../format.ts";
import { inviteText, roleText } from "../../text/members.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { IconPlus } from "../../ui/icons.ts";
import { MorePages } from "../../ui/more-pages.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { InviteForm } from "./invite-form.tsx";
import { getInvitations, loadInvitations, revokeInvitation } from "./members.queries.ts";

/** Invitations that still can be accepted, and the way to a new one. */
export function Invitations(props: { readonly own: Role }) {
  const first = createAsync(() => getInvitations());
  const open = createPaged(first, loadInvitations, first);
  const [isAsking, setAsking] = createSignal(false);
  const [made, setMade] = createSignal<NewInvitation>();
  const ask = (asks: boolean) => {
    setMade(undefined);
    setAsking(asks);
  };
  const show = (link: NewInvitation) => {
    setAsking(false);
    setMade(link);
  };
  return (
    <section class="card" aria-labelledby="invitations">
      <div class="card-head">
        <div class="person-words">
          <h2 id="invitations">{inviteText.title}</h2>
          <span class="quiet small">{inviteText.hint}</span>
        </div>
        <Show when={!isAsking()}>
          <Button onClick={() => ask(true)}>
            <IconPlus />
            {inviteText.add}
          </Button>
        </Show>
      </div>
      <Show when={isAsking()}>
        <InviteForm own={props.own} onLink={show} onClose={() => ask(false)} />
      </Show>
      <Show when={made()}>{(link) => <OnceShown made={link()} onClose={() => ask(false)} />}</Show>
      <ul class="people">
        <For each={open.items()} fallback={<li class="card-body second small">{inviteText.none}</li>}>
          {(invitation) => <InvitationRow invitation={invitation} mayRevoke={manages(props.own, invitation.role)} />}
        </For>
      </ul>
      <MorePages of={open} label={inviteText.more} />
    </section>
  );
}

const dayOf = (at: string) => formatDayClock(Date.parse(at));

/** The link, in a field of its own so that it can be marked where copying is not allowed. */
function OnceShown(props: { readonly made: NewInvitation; readonly onClose: () => void }) {
  const id = createUniqueId();
  const url = () => props.made.url ?? "";
  return (
    <div class="card-body">
      <Notice
        tone="info"
        title={inviteText.linkTitle}
        actions={<Button onClick={() => props.onClose()}>{inviteText.done}</Button>}
      >
        <p>{inviteText.linkDetail(props.made.role, dayOf(props.made.expires_at))}</p>
        <div class="once">
          <label class="sr-only" for={id}>
            {inviteText.linkField}
          </label>
          <input
            id={id}
            class="input mono"
            type="text"
            readonly
            value={url()}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={url()} label={inviteText.copy} />
        </div>
      </Notice>
    </div>
  );
}

function InvitationRow(props: { readonly invitation: Invitation; readonly mayRevoke: boolean }) {
  const what = () => {
    const { github_login: login } = props.invitation;
    return login === null ? inviteText.byLink : inviteText.account(login);
  };
  const revoke = createTask(async () => {
    await revokeInvitation(props.invitation.id);
    notify({ tone: "ok", text: inviteText.revoked });
  });
  return (
    <li class="person">
      <div class="person-words">
        <span class="row">
          <span class="strong">{what()}</span>
          <Show when={props.invitation.created_by}>
            {(by) => <span class="second small">{inviteText.by(by().login)}</span>}
          </Show>
        </span>
        <span class="quiet small">{inviteText.until(dayOf(props.invitation.expires_at))}</span>
      </div>
      <Badge>{roleText.names[props.invitation.role]}</Badge>
      <span class="person-act">
        <Show when={props.mayRevoke}>
          <Button
            size="small"
            variant="ghost"
            aria-label={inviteText.revokeNamed(what())}
            busy={revoke.isBusy()}
            onClick={() => void revoke.run()}
          >
            {inviteText.revoke}
          </Button>
        </Show>
      </span>
      <Show when={revoke.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
    </li>
  );
}
