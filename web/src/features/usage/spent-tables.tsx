import { For } from "solid-js";
import type { Spent, Usage } from "../../api-types.ts";
import { formatMoney, formatNumber, formatShare } from "../../format.ts";
import { usageText } from "../../text/usage.ts";
import { tokensOf } from "./usage.model.ts";

type Row = Spent & { readonly name: string; readonly isCode?: boolean };

/** The same month by person, by task and by model. */
export function SpentTables(props: { readonly usage: Usage }) {
  const people = () =>
    props.usage.by_user.map((spent) => ({
      ...spent,
      name: spent.login ?? (spent.user_id === null ? usageText.nobody : usageText.gone),
    }));
  const tasks = () => props.usage.by_task.map((spent) => ({ ...spent, name: usageText.tasks[spent.task] }));
  const models = () =>
    props.usage.by_model.map((spent) => ({ ...spent, name: spent.model || usageText.noModel, isCode: true }));
  return (
    <>
      <SpentTable title={usageText.by.user} first={usageText.person} rows={people()} />
      <SpentTable title={usageText.by.task} first={usageText.task} rows={tasks()} />
      <SpentTable title={usageText.by.model} first={usageText.model} rows={models()} />
    </>
  );
}

const COLUMNS = [
  usageText.requests,
  usageText.cached,
  usageText.input,
  usageText.output,
  usageText.money,
  usageText.dropped,
];

function SpentTable(props: { readonly title: string; readonly first: string; readonly rows: readonly Row[] }) {
  const sorted = () => [...props.rows].sort((a, b) => tokensOf(b) - tokensOf(a) || b.requests - a.requests);
  return (
    <div class="card">
      <h2 class="card-head">{props.title}</h2>
      <section class="table-scroll" tabindex="0" aria-label={props.title}>
        <table class="table spent">
          <caption class="sr-only">{props.title}</caption>
          <thead>
            <tr>
              <th scope="col">{props.first}</th>
              <For each={COLUMNS}>
                {(column) => (
                  <th scope="col" class="table-number">
                    {column}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={sorted()}>{(row) => <SpentRow row={row} />}</For>
          </tbody>
        </table>
      </section>
    </div>
  );
}

function SpentRow(props: { readonly row: Row }) {
  const claims = () => props.row.kept + props.row.dropped;
  return (
    <tr>
      <th scope="row" classList={{ mono: props.row.isCode ?? false }}>
        {props.row.name}
      </th>
      <td class="table-number">{formatNumber(props.row.requests)}</td>
      <td class="table-number">{formatShare(props.row.cached, props.row.requests)}</td>
      <td class="table-number">{formatNumber(props.row.input_tokens)}</td>
      <td class="table-number">{formatNumber(props.row.output_tokens)}</td>
      <td class="table-number">{formatMoney(props.row.cost_usd)}</td>
      <td class="table-number" title={usageText.ofClaims(props.row.dropped, claims())}>
        {claims() === 0 ? "–" : formatShare(props.row.dropped, claims())}
      </td>
    </tr>
  );
}
