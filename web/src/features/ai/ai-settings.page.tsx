import { createAsync } from "@solidjs/router";
import { Show } from "solid-js";
import type { AiSettings } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { createTask } from "../../create-task.ts";
import { aiSettingsText } from "../../text/ai-settings.ts";
import { IconShield } from "../../ui/icons.ts";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { RadioCards } from "../../ui/radio-cards.tsx";
import { Switch } from "../../ui/switch.tsx";
import { notify } from "../../ui/toasts.tsx";
import { getMe } from "../session/session.queries.ts";
import { getAiSettings, saveAiSettings } from "./ai.queries.ts";
import { CapsCard } from "./caps-card.tsx";
import { ProviderList } from "./provider-list.tsx";

/** Whether and by whom models are asked, with whose keys and up to which limits. Members read, admins change. */
export function AiSettingsPage() {
  const settings = createAsync(() => getAiSettings());
  const me = createAsync(() => getMe());
  const mayWrite = () => ["owner", "admin"].includes(me()?.organization.role ?? "");
  createPageTitle(() => aiSettingsText.title);
  return (
    <>
      <PageHead title={aiSettingsText.title} below={aiSettingsText.lead} />
      <SettingsNav />
      <Show when={me() && !mayWrite()}>
        <Notice tone="info">{aiSettingsText.readOnly}</Notice>
      </Show>
      <Show when={settings()}>
        {(known) => (
          <>
            <EnabledCard settings={known()} mayWrite={mayWrite()} />
            <ProviderList settings={known()} mayWrite={mayWrite()} />
            <PrivateCodeCard settings={known()} mayWrite={mayWrite()} />
            <CapsCard settings={known()} mayWrite={mayWrite()} />
          </>
        )}
      </Show>
    </>
  );
}

type CardProps = { readonly settings: AiSettings; readonly mayWrite: boolean };

function EnabledCard(props: CardProps) {
  const save = createTask(async (enabled: boolean) => {
    await saveAiSettings({ enabled });
    notify({ tone: "ok", text: enabled ? aiSettingsText.switchedOn : aiSettingsText.switchedOff });
  });
  return (
    <section class="card" aria-label={aiSettingsText.enabled}>
      <div class="card-body stack">
        <Switch
          label={aiSettingsText.enabled}
          isOn={props.settings.enabled}
          words={props.settings.enabled ? aiSettingsText.on : aiSettingsText.off}
          disabled={!props.mayWrite}
          onChange={(enabled) => void save.run(enabled)}
        />
        <Show when={props.settings.enabled && !props.settings.available}>
          <p class="second small">{aiSettingsText.notAvailable}</p>
        </Show>
        <Show when={save.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        <p class="ai-sent small second">
          <IconShield class="icon-small" />
          <span>
            <span class="strong">{aiSettingsText.sent}.</span> {aiSettingsText.sentDetail}
          </span>
        </p>
      </div>
    </section>
  );
}

function PrivateCodeCard(props: CardProps) {
  const save = createTask((choice: AiSettings["private_code"]) => saveAiSettings({ private_code: choice }));
  return (
    <section class="card" aria-labelledby="private-code">
      <div class="card-head">
        <h2 id="private-code">{aiSettingsText.privateCode}</h2>
      </div>
      <div class="card-body stack">
        <RadioCards
          legend={aiSettingsText.privateCode}
          options={aiSettingsText.privateChoices}
          hints={aiSettingsText.privateHints}
          value={props.settings.private_code}
          disabled={!props.mayWrite}
          onChange={(choice) => void save.run(choice)}
        />
        <Show when={save.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </section>
  );
}
