import { createAsync } from "@solidjs/router";
import { Show } from "solid-js";
import type { AiEstimate } from "../../api-types.ts";
import { aiText } from "../../text/ai.ts";
import { Pending } from "../../ui/async.tsx";
import { IconAi } from "../../ui/icons.ts";
import { getEstimate } from "../ai/ai.queries.ts";

type EstimateProps = {
  readonly repositoryId: string;
  readonly dependencies: boolean;
  readonly onDependencies: (on: boolean) => void;
};

/** What the AI's part of a new analysis would spend at most; nothing where the AI is off. */
export function RunEstimate(props: EstimateProps) {
  return (
    <Pending fallback="">
      <EstimateOf {...props} />
    </Pending>
  );
}

function words(estimate: AiEstimate): string {
  if (estimate.commit === null) return aiText.estimateFirst;
  if (estimate.questions === 0) return aiText.estimateNothing;
  if (estimate.cached >= estimate.questions) return aiText.estimateFree;
  const most = aiText.estimate(
    estimate.input_tokens + estimate.max_output_tokens,
    estimate.max_cost_usd,
    estimate.model,
  );
  return estimate.cached === 0 ? most : `${most}, ${aiText.estimateCached(estimate.cached, estimate.questions)}`;
}

function EstimateOf(props: EstimateProps) {
  const estimate = createAsync(() => getEstimate(props.repositoryId));
  const available = () => (estimate()?.available ? estimate() : undefined);
  return (
    <Show when={available()}>
      {(known) => (
        <div class="run-estimate small second">
          <span class="fact ai-line tabular">
            <IconAi class="icon-small" />
            {words(known())}
          </span>
          <label class="fix-check" title={aiText.dependenciesHint}>
            <input
              type="checkbox"
              checked={props.dependencies}
              aria-describedby="dependencies-hint"
              onChange={(event) => props.onDependencies(event.currentTarget.checked)}
            />
            {aiText.dependencies}
          </label>
          <span class="sr-only" id="dependencies-hint">
            {aiText.dependenciesHint}
          </span>
        </div>
      )}
    </Show>
  );
}
