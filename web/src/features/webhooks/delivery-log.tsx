import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Delivery } from "../../api-types.ts";
import { createPaged } from "../../create-paged.ts";
import { createTask } from "../../create-task.ts";
import { toProblem } from "../../problem.ts";
import { webhookText } from "../../text/webhooks.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconWebhook } from "../../ui/icons.ts";
import { MorePages } from "../../ui/more-pages.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { notify } from "../../ui/toasts.tsx";
import type { May } from "../jobs/may.ts";
import { createChosenRepository } from "./create-chosen-repository.ts";
import { createKeptRows } from "./create-kept-rows.ts";
import { EventName } from "./event-name.tsx";
import { getDeliveries, loadDeliveries, redeliver } from "./webhooks.queries.ts";

const TONES: Readonly<Record<Delivery["outcome"], Tone>> = { queued: "ok", recorded: "neutral", ignored: "neutral" };
const HEADS = [
  webhookText.received,
  webhookText.event,
  webhookText.repository,
  webhookText.outcome,
  webhookText.delivery,
];
const ALL = "all";

type Rights = { readonly may: May; readonly onAsked: () => void };

/** Everything that GitHub sent, newest first, page by page. */
export function DeliveryLog(props: Rights) {
  const { repositories, chosen, choose } = createChosenRepository();
  const first = createAsync(() => getDeliveries(chosen()));
  const log = createPaged(first, (cursor) => loadDeliveries(chosen(), cursor), chosen);
  const rows = createKeptRows(log.items);
  const options = (): Record<string, string> => ({
    [ALL]: webhookText.allRepositories,
    ...Object.fromEntries(repositories().map(({ id, full_name: name }) => [id, name])),
  });
  return (
    <section class="card" aria-labelledby="deliveries">
      <div class="card-head">
        <div>
          <h2 id="deliveries">{webhookText.log}</h2>
          <span class="quiet small">{webhookText.logHint}</span>
        </div>
        <SelectField
          label={webhookText.repository}
          options={options()}
          value={chosen() ?? ALL}
          onChange={(key) => choose(key === ALL ? undefined : key)}
        />
      </div>
      <Show
        when={rows().length > 0}
        fallback={
          <EmptyState icon={IconWebhook} title={webhookText.logNoneTitle}>
            {chosen() === undefined ? webhookText.logNone : webhookText.logNoneOf}
          </EmptyState>
        }
      >
        <DeliveryTable items={rows()} may={props.may} onAsked={props.onAsked} />
      </Show>
      <MorePages of={log} label={webhookText.more} />
    </section>
  );
}

function DeliveryTable(props: Rights & { readonly items: readonly Delivery[] }) {
  return (
    <section class="table-scroll" tabindex="0" aria-label={webhookText.logTable}>
      <table class="table">
        <caption class="sr-only">{webhookText.log}</caption>
        <thead>
          <tr>
            <For each={HEADS}>{(head) => <th scope="col">{head}</th>}</For>
            <Show when={props.may.manage}>
              <th scope="col">
                <span class="sr-only">{webhookText.redeliver}</span>
              </th>
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={props.items}>
            {(delivery) => <DeliveryRow delivery={delivery} may={props.may} onAsked={props.onAsked} />}
          </For>
        </tbody>
      </table>
    </section>
  );
}

function DeliveryRow(props: Rights & { readonly delivery: Delivery }) {
  const send = createTask(async () => {
    try {
      await redeliver(props.delivery.id);
      props.onAsked();
      notify({ tone: "ok", text: webhookText.redelivered });
    } catch (error) {
      notify({ tone: "failure", text: toProblem(error).detail });
    }
  });
  return (
    <tr>
      <td>
        <RelativeTime at={props.delivery.received_at} />
      </td>
      <td>
        <EventName event={props.delivery.event} action={props.delivery.action} />
      </td>
      <td>
        <a class="fleet-link" href={`/repos/${props.delivery.repository_id}`}>
          {props.delivery.repository}
        </a>
      </td>
      <td>
        <Outcome delivery={props.delivery} />
      </td>
      <td>
        <span class="fact quiet">
          <code>{props.delivery.guid.slice(0, 8)}</code>
          <CopyButton value={props.delivery.guid} label={webhookText.copyGuid} />
        </span>
      </td>
      <Show when={props.may.manage}>
        <td class="table-number">
          <Button size="small" variant="ghost" busy={send.isBusy()} onClick={() => void send.run()}>
            {webhookText.redeliver}
          </Button>
        </td>
      </Show>
    </tr>
  );
}

function Outcome(props: { readonly delivery: Delivery }) {
  return (
    <span class="row">
      <Badge tone={TONES[props.delivery.outcome]} title={webhookText.outcomeHints[props.delivery.outcome]}>
        {webhookText.outcomes[props.delivery.outcome]}
      </Badge>
      <Show when={props.delivery.job_id}>
        {(id) => (
          <a class="link" href={`/jobs/${id()}`}>
            {webhookText.seeJob}
          </a>
        )}
      </Show>
    </span>
  );
}
