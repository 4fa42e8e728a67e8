import { createSignal, createUniqueId, For, onMount, Show } from "solid-js";
import { may, PERMISSIONS, type Permission, TOKEN_SCOPES, type TokenScope } from "../../../../worker/permissions.ts";
import type { NewApiToken, Role } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { tokenText } from "../../text/tokens.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { createRole } from "../session/create-can.ts";
import { createToken } from "./tokens.queries.ts";

type Expiry = keyof typeof tokenText.expiry;
const NAME_MOST = 100;

/** Whether the role may do anything of what the scope passes on. */
function isWithin(role: Role | undefined, scope: TokenScope): boolean {
  const permissions = Object.keys(PERMISSIONS) as Permission[];
  return role !== undefined && permissions.some((each) => PERMISSIONS[each].scope === scope && may(role, each));
}

/** Asks what a new token is for, what it may do and how long it lives. */
export function TokenForm(props: { readonly onMade: (token: NewApiToken) => void; readonly onClose: () => void }) {
  const [scopes, setScopes] = createSignal<readonly TokenScope[]>(["read"]);
  const [expiry, setExpiry] = createSignal<Expiry>("90");
  const [isTried, setTried] = createSignal(false);
  const [name, setName] = createSignal("");
  const role = createRole();
  const make = createTask(async () => {
    props.onMade(await createToken({ name: name().trim(), scopes: [...scopes()], expires_in_days: Number(expiry()) }));
  });
  const nameError = () => {
    const size = name().trim().length;
    return size >= 1 && size <= NAME_MOST ? undefined : tokenText.nameError;
  };
  const scopesError = () => (scopes().length > 0 ? undefined : tokenText.scopesError);
  let form: HTMLFormElement | undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (nameError() === undefined && scopesError() === undefined) void make.run();
    else form?.querySelector<HTMLInputElement>("[aria-invalid=true], fieldset input:enabled")?.focus();
  };
  const choose = (scope: TokenScope, isOn: boolean) =>
    setScopes((chosen) => (isOn ? [...chosen, scope] : chosen.filter((each) => each !== scope)));
  return (
    <form ref={form} class="card" aria-label={tokenText.formTitle} onSubmit={submit}>
      <div class="card-head">
        <h2>{tokenText.formTitle}</h2>
      </div>
      <div class="card-body stack token-form">
        <NameField value={name()} error={isTried() ? nameError() : undefined} onInput={setName} />
        <ScopeField role={role()} chosen={scopes()} error={isTried() ? scopesError() : undefined} onChange={choose} />
        <SelectField label={tokenText.expires} options={tokenText.expiry} value={expiry()} onChange={setExpiry} />
        <Show when={make.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        <div class="row">
          <Button variant="primary" type="submit" busy={make.isBusy()}>
            {tokenText.submit}
          </Button>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {tokenText.cancel}
          </Button>
        </div>
      </div>
    </form>
  );
}

function NameField(props: {
  readonly value: string;
  readonly error: string | undefined;
  readonly onInput: (name: string) => void;
}) {
  const id = createUniqueId();
  let field: HTMLInputElement | undefined;
  onMount(() => field?.focus());
  return (
    <div class="text-field">
      <label for={id}>{tokenText.name}</label>
      <input
        ref={field}
        id={id}
        class="input"
        type="text"
        spellcheck={false}
        autocomplete="off"
        maxlength={NAME_MOST}
        value={props.value}
        aria-describedby={`${id}-hint`}
        aria-invalid={props.error === undefined ? undefined : "true"}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class={`small ${props.error === undefined ? "quiet" : "field-error"}`} id={`${id}-hint`}>
        {props.error ?? tokenText.nameHint}
      </span>
    </div>
  );
}

type ScopeProps = {
  readonly role: Role | undefined;
  readonly chosen: readonly TokenScope[];
  readonly error: string | undefined;
  readonly onChange: (scope: TokenScope, isOn: boolean) => void;
};

function ScopeField(props: ScopeProps) {
  const id = createUniqueId();
  return (
    <fieldset class="scope-choice" aria-describedby={`${id}-hint`}>
      <legend>{tokenText.scopes}</legend>
      <p class={`small ${props.error === undefined ? "quiet" : "field-error"}`} id={`${id}-hint`}>
        {props.error ?? tokenText.scopesHint}
      </p>
      <For each={TOKEN_SCOPES}>
        {(scope) => (
          <label class="scope-option">
            <input
              type="checkbox"
              checked={props.chosen.includes(scope)}
              disabled={!isWithin(props.role, scope)}
              aria-describedby={`${id}-${scope}`}
              onChange={(event) => props.onChange(scope, event.currentTarget.checked)}
            />
            <span class="strong">{tokenText.scopeNames[scope]}</span>
            <span class="second small" id={`${id}-${scope}`}>
              {tokenText.scopeHints[scope]}
              <Show when={props.role !== undefined && !isWithin(props.role, scope)}> {tokenText.beyondRole}</Show>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
