import { createSignal, Show } from "solid-js";
import type { AiProvider, AiProviderState } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { formatMoney } from "../../format.ts";
import { aiSettingsText } from "../../text/ai-settings.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { IconArrowDown, IconArrowUp, IconDone, IconFailed, IconHigh, IconMore } from "../../ui/icons.ts";
import { Menu, type MenuItem } from "../../ui/menu.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { notify } from "../../ui/toasts.tsx";
import { testAiKey } from "./ai.queries.ts";
import { KeyForm } from "./key-form.tsx";

type RowProps = {
  readonly state: AiProviderState;
  /** From 0; -1 for a provider that is not used. */
  readonly place: number;
  readonly count: number;
  readonly mayWrite: boolean;
  readonly onMove: (by: -1 | 1) => void;
  readonly onUse: (isUsed: boolean) => void;
  readonly onRemove: () => void;
};

/** Names the arrow that moves a provider, so that it can be found again after the move. */
export function moveButtonId(provider: AiProvider, by: -1 | 1): string {
  return `${by === 1 ? "down" : "up"}-${provider}`;
}

export function ProviderRow(props: RowProps) {
  const [isEditing, setEditing] = createSignal(false);
  const name = () => aiSettingsText.names[props.state.provider];
  const test = createTask(async () => {
    const { providers } = await testAiKey(props.state.provider);
    const works = providers.find(({ provider }) => provider === props.state.provider)?.state === "works";
    const text = works ? aiSettingsText.testWorks(name()) : aiSettingsText.testRefused(name());
    notify({ tone: works ? "ok" : "failure", text });
  });
  return (
    <li class="provider" classList={{ "provider-unused": props.place === -1 }}>
      <span class="provider-place tabular" aria-hidden="true">
        {props.place === -1 ? "–" : props.place + 1}
      </span>
      <div class="provider-words">
        <div class="row">
          <h3>{name()}</h3>
          <Show when={props.place === -1}>
            <Badge>{aiSettingsText.unused}</Badge>
          </Show>
          <KeyBadges state={props.state} />
        </div>
        <ProviderFacts state={props.state} />
      </div>
      <Show when={props.mayWrite}>
        <Actions
          {...props}
          isEditing={isEditing()}
          isTesting={test.isBusy()}
          onTest={() => void test.run()}
          onEdit={() => setEditing((open) => !open)}
        />
      </Show>
      <Show when={test.problem()}>
        {(problem) => (
          <div class="provider-form">
            <ProblemNotice problem={problem()} />
          </div>
        )}
      </Show>
      <Show when={isEditing()}>
        <div class="provider-form">
          <KeyForm provider={props.state.provider} plan={props.state.plan} onClose={() => setEditing(false)} />
        </div>
      </Show>
    </li>
  );
}

type ActionsProps = RowProps & {
  readonly isEditing: boolean;
  readonly isTesting: boolean;
  readonly onTest: () => void;
  readonly onEdit: () => void;
};

/** Only an own key can be tried: the operator's is not ours to ask about. */
function Actions(props: ActionsProps) {
  const name = () => aiSettingsText.names[props.state.provider];
  return (
    <div class="provider-actions">
      <Show when={props.place !== -1}>
        <Arrows {...props} />
      </Show>
      <Show when={props.state.key === "own"}>
        <Button
          size="small"
          busy={props.isTesting}
          aria-label={aiSettingsText.testOf(name())}
          onClick={() => props.onTest()}
        >
          {aiSettingsText.test}
        </Button>
      </Show>
      <Button
        size="small"
        aria-expanded={props.isEditing}
        aria-label={`${keyWords(props.state)}: ${name()}`}
        onClick={() => props.onEdit()}
      >
        {keyWords(props.state)}
      </Button>
      <RowMenu {...props} />
    </div>
  );
}

function keyWords(state: AiProviderState): string {
  return state.key === "own" ? aiSettingsText.changeKey : aiSettingsText.addKey;
}

function Arrows(props: RowProps) {
  const name = () => aiSettingsText.names[props.state.provider];
  return (
    <span class="provider-arrows">
      <IconButton
        size="small"
        id={moveButtonId(props.state.provider, -1)}
        label={aiSettingsText.up(name())}
        disabled={props.place === 0}
        onClick={() => props.onMove(-1)}
      >
        <IconArrowUp />
      </IconButton>
      <IconButton
        size="small"
        id={moveButtonId(props.state.provider, 1)}
        label={aiSettingsText.down(name())}
        disabled={props.place === props.count - 1}
        onClick={() => props.onMove(1)}
      >
        <IconArrowDown />
      </IconButton>
    </span>
  );
}

function RowMenu(props: RowProps) {
  const name = () => aiSettingsText.names[props.state.provider];
  const items = (): MenuItem[] => {
    const isUsed = props.place !== -1;
    const use = {
      label: isUsed ? aiSettingsText.leaveOut(name()) : aiSettingsText.use(name()),
      run: () => props.onUse(!isUsed),
    };
    const remove = { label: aiSettingsText.removeOf(name()), danger: true, run: () => props.onRemove() };
    return props.state.key === "own" ? [use, remove] : [use];
  };
  return (
    <Menu label={aiSettingsText.more(name())} items={items()}>
      <IconMore />
    </Menu>
  );
}

const STATE_LOOK = {
  works: { tone: "ok", icon: IconDone },
  refused: { tone: "critical", icon: IconFailed },
  unchecked: { tone: "neutral", icon: undefined },
} as const;

/** Whose key it is, of which plan, and whether the provider took it when it was last asked. */
function KeyBadges(props: { readonly state: AiProviderState }) {
  const look = () => (props.state.state === null ? undefined : STATE_LOOK[props.state.state]);
  return (
    <>
      <Badge title={aiSettingsText.keyHints[props.state.key]}>{aiSettingsText.keys[props.state.key]}</Badge>
      <Show when={props.state.plan}>
        {(plan) => <Badge title={aiSettingsText.planHints[plan()]}>{aiSettingsText.plans[plan()]}</Badge>}
      </Show>
      <Show when={look()}>
        {(known) => (
          <Badge tone={known().tone} {...(known().icon === undefined ? {} : { icon: known().icon as typeof IconDone })}>
            {aiSettingsText.states[props.state.state ?? "unchecked"]}
          </Badge>
        )}
      </Show>
      <Show when={props.state.circuit !== "closed"}>
        <Badge tone="medium" icon={IconHigh} title={aiSettingsText.circuitHint}>
          {aiSettingsText.circuits[props.state.circuit]}
        </Badge>
      </Show>
    </>
  );
}

/** Models, what they cost and since when that is known, and when the key was checked. */
function ProviderFacts(props: { readonly state: AiProviderState }) {
  return (
    <div class="provider-facts small second">
      <span>
        <span class="mono">{props.state.models.usual}</span> {aiSettingsText.usual}
        {", "}
        <span class="mono">{props.state.models.hard}</span> {aiSettingsText.hard}
      </span>
      <Show when={props.state.price}>
        {(price) => (
          <span class="tabular">
            {aiSettingsText.perTokens(
              formatMoney(price().input_usd),
              formatMoney(price().output_usd),
              price().per_tokens,
            )}
            {", "}
            {aiSettingsText.seen(Date.parse(price().seen))}
          </span>
        )}
      </Show>
      <Show when={props.state.checked_at}>
        {(at) => (
          <span class="quiet">
            {aiSettingsText.checked} <RelativeTime at={at()} />
          </span>
        )}
      </Show>
    </div>
  );
}
