import { For, Show } from "solid-js";
import type { OfferedRepository } from "../../api-types.ts";
import { onboardingText } from "../../strings.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { IconDone, IconFork, IconLock } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { stepIndex } from "../../ui/step-index.ts";
import { isConnectable, toggleSelection } from "./onboarding.model.ts";

type Picking = {
  readonly rows: readonly OfferedRepository[];
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
  readonly isBusy: boolean;
  readonly onConnect: (name: string) => void;
};

/** Arrow keys go from box to box; Shift and a click or Space choose all in between. */
export function RepositoryPicker(props: Picking) {
  let anchor: string | undefined;
  const toggle = (name: string, on: boolean, extend: boolean) => {
    props.onChosen(toggleSelection(props.chosen, props.rows, { name, on, anchor: extend ? anchor : undefined }));
    anchor = name;
  };
  const key = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>("input:not(:disabled)")];
    const at = boxes.indexOf(document.activeElement as HTMLInputElement);
    const next = at === -1 ? undefined : stepIndex(event.key, { at, count: boxes.length, axis: "vertical" });
    if (next === undefined) return;
    event.preventDefault();
    boxes[next]?.focus();
  };
  return (
    <ul class="card picker" aria-label={onboardingText.list} onKeyDown={key}>
      <For each={props.rows}>
        {(row) => (
          <li class="picker-row">
            <label class="check">
              <span class="sr-only">{onboardingText.select(row.full_name)}</span>
              <input
                type="checkbox"
                checked={props.chosen.has(row.full_name)}
                disabled={!isConnectable(row)}
                onClick={(event) => toggle(row.full_name, event.currentTarget.checked, event.shiftKey)}
              />
            </label>
            <Words row={row} />
            <Action row={row} isBusy={props.isBusy} onConnect={() => props.onConnect(row.full_name)} />
          </li>
        )}
      </For>
    </ul>
  );
}

function Words(props: { readonly row: OfferedRepository }) {
  const name = () => props.row.full_name.split("/");
  return (
    <div class="picker-words">
      <p class="picker-name">
        <span class="truncate">
          <span class="second">{name()[0]}/</span>
          <span class="strong">{name()[1]}</span>
        </span>
        <Marks row={props.row} />
      </p>
      <p class="quiet small truncate">
        <Show when={props.row.language}>{(language) => <>{language()} · </>}</Show>
        <Show when={props.row.pushed_at} fallback={onboardingText.neverPushed}>
          {(at) => (
            <>
              {onboardingText.pushed} <RelativeTime at={at()} />
            </>
          )}
        </Show>
        <Show when={props.row.description}>{(description) => <> · {description()}</>}</Show>
      </p>
    </div>
  );
}

function Marks(props: { readonly row: OfferedRepository }) {
  return (
    <>
      <Show when={props.row.private}>
        <Badge icon={IconLock}>{onboardingText.private}</Badge>
      </Show>
      <Show when={props.row.fork}>
        <Badge icon={IconFork}>{onboardingText.fork}</Badge>
      </Show>
      <Show when={props.row.archived}>
        <Badge>{onboardingText.archived}</Badge>
      </Show>
      <Show when={props.row.empty}>
        <Badge>{onboardingText.empty}</Badge>
      </Show>
    </>
  );
}

type Acting = { readonly row: OfferedRepository; readonly isBusy: boolean; readonly onConnect: () => void };

function Action(props: Acting) {
  return (
    <Show when={props.row.connected_id} fallback={<ConnectAction {...props} />}>
      {(id) => (
        <span class="row">
          <Show when={props.row.broken} fallback={<ConnectedBadge />}>
            <Badge tone="high" title={onboardingText.brokenHint}>
              {onboardingText.broken}
            </Badge>
            <Show when={isConnectable(props.row)}>
              <ConnectButton {...props} />
            </Show>
          </Show>
          <LinkButton variant="ghost" href={`/repos/${id()}`} aria-label={onboardingText.openOne(props.row.full_name)}>
            {onboardingText.open}
          </LinkButton>
        </span>
      )}
    </Show>
  );
}

function ConnectAction(props: Acting) {
  return (
    <Show
      when={props.row.can_connect}
      fallback={<Badge title={onboardingText.noAdminHint}>{onboardingText.noAdmin}</Badge>}
    >
      <ConnectButton {...props} />
    </Show>
  );
}

function ConnectButton(props: Acting) {
  const name = () => props.row.full_name;
  return (
    <Button
      busy={props.isBusy}
      aria-label={props.row.broken ? onboardingText.connectAgainOne(name()) : onboardingText.connectOne(name())}
      onClick={() => props.onConnect()}
    >
      {props.row.broken ? onboardingText.connectAgain : onboardingText.connect}
    </Button>
  );
}

function ConnectedBadge() {
  return (
    <Badge tone="ok" icon={IconDone}>
      {onboardingText.connected}
    </Badge>
  );
}
