import { For, Show } from "solid-js";
import type { AiSummary, Artifact } from "../../api-types.ts";
import { aiText } from "../../text/ai.ts";
import { IconAi } from "../../ui/icons.ts";
import { AiOff, Standing } from "../ai/ai-summary.tsx";
import { dropCounts } from "../ai/ai-words.ts";

/** Whether a written pipeline holds the AI's text, and why not where it was asked. */
export function AiOutcome(props: { readonly artifact: Pick<Artifact, "ai" | "origin"> | undefined }) {
  return (
    <Show when={props.artifact?.ai}>
      {(summary) => (
        <Show when={summary().status === "done"} fallback={<NotDone summary={summary()} />}>
          <div class="ai-outcome small">
            <IconAi class="icon-small" />
            <div>
              <p class="strong">{props.artifact?.origin === "ai" ? aiText.overItDone : aiText.overItKept}</p>
              <p class="second">
                {aiText.spent(summary().input_tokens, summary().output_tokens, summary().cost_usd)}
                <For each={modelsOf(summary())}>
                  {(model) => (
                    <>
                      {" · "}
                      <span class="mono">{model}</span>
                    </>
                  )}
                </For>
              </p>
              <For each={dropCounts(summary())}>
                {({ count, words }) => <p class="second">{aiText.draftDropped(count, words)}</p>}
              </For>
            </div>
          </div>
        </Show>
      )}
    </Show>
  );
}

function modelsOf(summary: AiSummary): string[] {
  return [...new Set(summary.sources.map(({ model }) => model))];
}

function NotDone(props: { readonly summary: AiSummary }) {
  return (
    <Show when={props.summary.status === "off"} fallback={<Standing summary={props.summary} />}>
      <AiOff summary={props.summary} />
    </Show>
  );
}
