import { createSignal, createUniqueId, Show } from "solid-js";
import type { NewInvitation, Role } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { inviteText, roleText } from "../../text/members.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RadioCards } from "../../ui/radio-cards.tsx";
import { notify } from "../../ui/toasts.tsx";
import { grantable } from "./members.model.ts";
import { invite } from "./members.queries.ts";
import { RoleSelect } from "./role-select.tsx";

type Kind = "link" | "github";
const LOGIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;

/** Asks whom to invite as what. A link that comes of it is handed to `onLink`, because it is shown once. */
export function InviteForm(props: {
  readonly own: Role;
  readonly onLink: (made: NewInvitation) => void;
  readonly onClose: () => void;
}) {
  const [kind, setKind] = createSignal<Kind>("link");
  const [role, setRole] = createSignal<Role>("member");
  const [error, setError] = createSignal("");
  let field: HTMLInputElement | undefined;
  const send = createTask(async (login: string | undefined) => {
    const made = await invite({ role: role(), ...(login && { github_login: login }) });
    if (made.url !== null) return props.onLink(made);
    notify({ tone: "ok", text: inviteText.invited(made.github_login ?? "") });
    props.onClose();
  });
  const shownError = () => error() || send.problem()?.errors.find(({ path }) => path === "github_login")?.message || "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const login = kind() === "github" ? (field?.value.trim().replace(/^@/, "") ?? "") : undefined;
    const isWrong = login !== undefined && !LOGIN.test(login);
    setError(isWrong ? inviteText.loginError : "");
    if (isWrong) field?.focus();
    else void send.run(login);
  };
  return (
    <form class="card-body stack" aria-label={inviteText.add} onSubmit={submit}>
      <KindChoice kind={kind()} onChoose={setKind} />
      <Show when={kind() === "github"}>
        <LoginField error={shownError()} keep={(input) => (field = input)} />
      </Show>
      <div class="row">
        <RoleSelect label={inviteText.role} value={role()} roles={grantable(props.own)} onChange={setRole} />
        <span class="second small">{roleText.hints[role()]}</span>
      </div>
      <Show when={send.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <div class="row">
        <Button variant="primary" type="submit" busy={send.isBusy()}>
          {inviteText.send[kind()]}
        </Button>
        <Button variant="ghost" onClick={() => props.onClose()}>
          {inviteText.cancel}
        </Button>
      </div>
    </form>
  );
}

function KindChoice(props: { readonly kind: Kind; readonly onChoose: (kind: Kind) => void }) {
  return (
    <RadioCards
      legend={inviteText.how}
      options={inviteText.kinds}
      hints={inviteText.kindHints}
      value={props.kind}
      onChange={(kind) => props.onChoose(kind)}
    />
  );
}

function LoginField(props: { readonly error: string; readonly keep: (input: HTMLInputElement) => void }) {
  const id = createUniqueId();
  return (
    <div class="text-field">
      <label for={id}>{inviteText.login}</label>
      <input
        ref={props.keep}
        id={id}
        class="input"
        type="text"
        maxlength="40"
        spellcheck={false}
        autocomplete="off"
        autocapitalize="none"
        aria-describedby={`${id}-hint`}
        aria-invalid={props.error === "" ? undefined : "true"}
      />
      <span class="small field-error" id={`${id}-hint`} aria-live="polite">
        {props.error}
      </span>
    </div>
  );
}
