import { For } from "solid-js";
import type { Spent } from "../../api-types.ts";
import { formatMoney, formatNumber, formatShare } from "../../format.ts";
import { usageText } from "../../text/usage.ts";
import { tokensOf } from "./usage.model.ts";

type Figure = { readonly label: string; readonly value: string; readonly hint: string };

/** A month in five figures. */
export function Totals(props: { readonly total: Spent }) {
  const figures = (): Figure[] => {
    const { requests, cached, kept, dropped, input_tokens: input, output_tokens: output } = props.total;
    return [
      { label: usageText.tokens, value: formatNumber(tokensOf(props.total)), hint: usageText.inOut(input, output) },
      { label: usageText.money, value: formatMoney(props.total.cost_usd), hint: usageText.moneyHint },
      { label: usageText.requests, value: formatNumber(requests), hint: usageText.requestsHint },
      { label: usageText.cached, value: formatShare(cached, requests), hint: usageText.cachedHint },
      {
        label: usageText.droppedRate,
        value: formatShare(dropped, kept + dropped),
        hint: usageText.droppedHint(dropped, kept + dropped),
      },
    ];
  };
  return (
    <dl class="card totals" aria-label={usageText.total}>
      <For each={figures()}>
        {(figure) => (
          <div>
            <dt class="label">{figure.label}</dt>
            <dd class="figure">{figure.value}</dd>
            <dd class="small quiet">{figure.hint}</dd>
          </div>
        )}
      </For>
    </dl>
  );
}
