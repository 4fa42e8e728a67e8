import { Show } from "solid-js";
import { manages } from "../../../../worker/permissions.ts";
import type { Me, Member, Role } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { memberText, roleText } from "../../text/members.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { notify } from "../../ui/toasts.tsx";
import { grantable } from "./members.model.ts";
import { changeRole } from "./members.queries.ts";
import { RoleSelect } from "./role-select.tsx";

/** One member, with what the reader may do about it. */
export function MemberRow(props: {
  readonly member: Member;
  readonly me: Me;
  readonly onRemove: () => void;
  readonly onLeave: () => void;
}) {
  const login = () => props.member.user.login;
  const isMe = () => props.member.user.id === props.me.user.id;
  const own = () => props.me.organization.role;
  const isMine = () => !isMe() && manages(own(), props.member.role);
  const change = createTask(async (role: Role) => {
    await changeRole(props.member.user.id, role);
    notify({ tone: "ok", text: memberText.roleChanged(login(), role) });
  });
  return (
    <li class="person">
      <Avatar person={props.member.user} />
      <Words member={props.member} isMe={isMe()} />
      <Show when={isMine()} fallback={<Badge>{roleText.names[props.member.role]}</Badge>}>
        <RoleSelect
          label={memberText.role(login())}
          value={props.member.role}
          roles={grantable(own())}
          disabled={change.isBusy()}
          onChange={(role) => void change.run(role)}
        />
      </Show>
      <span class="person-act">
        <Show when={isMine()}>
          <Button
            size="small"
            variant="ghost"
            aria-label={memberText.removeNamed(login())}
            onClick={() => props.onRemove()}
          >
            {memberText.remove}
          </Button>
        </Show>
        <Show when={isMe()}>
          <Button size="small" variant="ghost" onClick={() => props.onLeave()}>
            {memberText.leave}
          </Button>
        </Show>
      </span>
      <Show when={change.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
    </li>
  );
}

function Words(props: { readonly member: Member; readonly isMe: boolean }) {
  return (
    <div class="person-words">
      <span class="row">
        <span class="strong truncate">{props.member.user.login}</span>
        <Show when={props.member.user.name}>{(name) => <span class="second small truncate">{name()}</span>}</Show>
        <Show when={props.isMe}>
          <Badge tone="accent">{memberText.you}</Badge>
        </Show>
      </span>
      <span class="quiet small">
        {memberText.joined} <RelativeTime at={props.member.joined_at} />
        {" · "}
        <Show when={props.member.last_seen_at} fallback={memberText.neverSeen}>
          {(at) => (
            <>
              {memberText.seen} <RelativeTime at={at()} />
            </>
          )}
        </Show>
      </span>
    </div>
  );
}
