import { createSignal, For, Match, Show, Switch } from "solid-js";
import type { AiFix, Recommendation, Remediation } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { findingText } from "../../strings.ts";
import { aiText } from "../../text/ai.ts";
import { Button } from "../../ui/button.tsx";
import { IconAi, IconInfo } from "../../ui/icons.ts";
import { InlineText } from "../../ui/inline-text.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { askForFix } from "../ai/ai.queries.ts";
import { Standing } from "../ai/ai-summary.tsx";
import { standingWords } from "../ai/ai-words.ts";

/** For a finding that no fixer can solve: a model may try, and its change is shown only once it is proved. */
export function AskFix(props: { readonly finding: Recommendation; readonly onProved: (fix: Remediation) => void }) {
  const [answer, setAnswer] = createSignal<AiFix>();
  const ask = createTask(async () => {
    const fix = await askForFix(props.finding.id);
    setAnswer(fix);
    if (fix.status === "proved" && fix.remediation) props.onProved(fix.remediation);
  });
  /** Some rules speak of what no change of a file can be proved to repair. */
  const isHopeless = () => ask.problem()?.code === "not_assistable";
  const mayAsk = () => !isHopeless() && (answer() === undefined || answer()?.status === "degraded");
  return (
    <div class="occurrence-none stack stack-tight">
      <Show when={answer()} fallback={<p class="quiet small">{findingText.noFix}</p>}>
        {(fix) => <FixAnswer answer={fix()} />}
      </Show>
      <Show when={mayAsk()}>
        <div class="row">
          <Button size="small" busy={ask.isBusy()} onClick={() => void ask.run()}>
            <Show when={!ask.isBusy()} fallback={aiText.askingFix}>
              <IconAi class="icon-small" />
              {aiText.askFix}
            </Show>
          </Button>
        </div>
        <p class="quiet tiny">{aiText.fixNote}</p>
      </Show>
      <Show when={ask.problem()}>
        {(problem) => (
          <Show when={isHopeless()} fallback={<ProblemNotice problem={problem()} />}>
            <p class="quiet small" role="status">
              {problem().detail}
            </p>
          </Show>
        )}
      </Show>
    </div>
  );
}

const STATUS = { proved: "done", refused: "done", off: "off", deferred: "deferred", degraded: "degraded" } as const;

/** Why there is no fix after all. */
function FixAnswer(props: { readonly answer: AiFix }) {
  const standing = () => ({
    status: STATUS[props.answer.status],
    reason: props.answer.reasons[0] ?? null,
    retry_at: props.answer.retry_at,
  });
  return (
    <div role="status" class="stack stack-tight">
      <Switch>
        <Match when={props.answer.status === "refused"}>
          <p class="fact ai-line small">
            <IconInfo class="icon-small" />
            <span class="strong">{aiText.fixRefused}</span>
          </p>
          <Reasons reasons={props.answer.reasons} />
        </Match>
        <Match when={props.answer.status === "off"}>
          <p class="quiet small">{standingWords(standing()).join(" ")}</p>
        </Match>
        <Match when={props.answer.status === "deferred" || props.answer.status === "degraded"}>
          <Standing summary={standing()} />
        </Match>
      </Switch>
    </div>
  );
}

function Reasons(props: { readonly reasons: readonly string[] }) {
  return (
    <ul class="generator-notes" aria-label={aiText.reasonsTitle}>
      <For each={props.reasons}>
        {(reason) => (
          <li>
            <InlineText text={reason} />
          </li>
        )}
      </For>
    </ul>
  );
}
