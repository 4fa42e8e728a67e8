import { createAsync } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import type { AiRequest, Usage } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { formatDuration, formatMoney, formatNumber } from "../../format.ts";
import { usageText } from "../../text/usage.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { MorePages } from "../../ui/more-pages.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { reasonWords } from "../ai/ai-words.ts";
import { getRequests, loadRequests, type RequestPage } from "./usage.queries.ts";

const TONES: Readonly<Record<AiRequest["outcome"], Tone>> = {
  answered: "ok",
  cached: "neutral",
  deferred: "medium",
  degraded: "critical",
};
const COLUMNS = [usageText.at, usageText.person, usageText.task, usageText.outcome, usageText.model] as const;
const NUMBERS = [usageText.tokens, usageText.money, usageText.duration, usageText.claims] as const;

type People = Usage["by_user"];

/** Every request, newest first, page by page. */
export function RequestLog(props: { readonly people: People }) {
  const first = createAsync(() => getRequests());
  const [older, setOlder] = createSignal<readonly RequestPage[]>([]);
  const pages = () => [first(), ...older()].filter((page) => page !== undefined);
  const rows = () => pages().flatMap(({ items }) => items);
  const cursor = () => pages().at(-1)?.next_cursor ?? null;
  const more = createTask(async (from: string) => {
    const page = await loadRequests(from);
    setOlder((all) => [...all, page]);
  });
  return (
    <div class="card">
      <div class="card-head">
        <h2>{usageText.log}</h2>
        <span class="quiet small">{usageText.logHint}</span>
      </div>
      <Show when={rows().length > 0} fallback={<p class="card-body second small">{usageText.logEmpty}</p>}>
        <section class="table-scroll" tabindex="0" aria-label={usageText.log}>
          <table class="table">
            <caption class="sr-only">{usageText.log}</caption>
            <LogHead />
            <tbody>
              <For each={rows()}>{(row) => <LogRow row={row} people={props.people} />}</For>
            </tbody>
          </table>
        </section>
      </Show>
      <MorePages of={{ cursor, more }} label={usageText.more} />
    </div>
  );
}

function LogHead() {
  return (
    <thead>
      <tr>
        <For each={COLUMNS}>{(column) => <th scope="col">{column}</th>}</For>
        <For each={NUMBERS}>
          {(column) => (
            <th scope="col" class="table-number">
              {column}
            </th>
          )}
        </For>
      </tr>
    </thead>
  );
}

/** Why a request was not answered, in words. */
function reasonOf(row: AiRequest): string | undefined {
  if (row.reason === null) return undefined;
  return reasonWords(row.reason) ?? row.reason.replaceAll("_", " ");
}

function personOf(row: AiRequest, people: People): string {
  if (row.user_id === null) return usageText.nobody;
  return people.find(({ user_id: id }) => id === row.user_id)?.login ?? usageText.gone;
}

function LogRow(props: { readonly row: AiRequest; readonly people: People }) {
  const tokens = () => props.row.input_tokens + props.row.output_tokens;
  const claims = () => props.row.kept + props.row.dropped;
  return (
    <tr>
      <td>
        <RelativeTime at={props.row.at} />
      </td>
      <td>{personOf(props.row, props.people)}</td>
      <td>{usageText.tasks[props.row.task]}</td>
      <td>
        <Badge tone={TONES[props.row.outcome]} title={reasonOf(props.row)}>
          {usageText.outcomes[props.row.outcome]}
        </Badge>
        <Show when={reasonOf(props.row)}>{(reason) => <span class="sr-only">: {reason()}</span>}</Show>
      </td>
      <td class="mono">{props.row.model ?? "–"}</td>
      <td class="table-number">{formatNumber(tokens())}</td>
      <td class="table-number">{formatMoney(props.row.cost_usd)}</td>
      <td class="table-number" title={usageText.attempts(props.row.attempts)}>
        {formatDuration(props.row.duration_ms)}
      </td>
      <td class="table-number" title={usageText.keptDropped(props.row.kept, props.row.dropped)}>
        {claims() === 0 ? "–" : `${props.row.kept}/${claims()}`}
      </td>
    </tr>
  );
}
