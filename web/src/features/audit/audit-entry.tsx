import { For, type JSX, Show } from "solid-js";
import type { AuditRow } from "../../api-types.ts";
import { formatNumber } from "../../format.ts";
import { auditText } from "../../text/audit.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { IconChevronRight } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { type AuditSearch, actionWords, actorWords, type Change, changesOf, factsOf, lineOf } from "./audit.model.ts";

type EntryProps = { readonly row: AuditRow; readonly onChoose: (change: AuditSearch) => void };

/** What stands out: a refusal and a theft. */
const TONES: Readonly<Record<string, Tone>> = { "access.denied": "medium", "session.reuse_detected": "critical" };

/** One entry: a line of who did what, and behind it everything that was noted. */
export function AuditEntry(props: EntryProps) {
  return (
    <li>
      <details class="audit-entry">
        <summary class="audit-line">
          <IconChevronRight class="icon-small fold-arrow" />
          <span class="audit-time quiet small">
            <RelativeTime at={props.row.at} />
          </span>
          <span class="audit-who small truncate">
            {actorWords(props.row)}
            <Show when={props.row.actor.via === "token"}>
              {" "}
              <Badge>{auditText.viaToken}</Badge>
            </Show>
          </span>
          <span class="audit-what small">
            <Show when={TONES[props.row.action]} fallback={<span class="strong">{actionWords(props.row.action)}</span>}>
              {(tone) => <Badge tone={tone()}>{actionWords(props.row.action)}</Badge>}
            </Show>{" "}
            <span class="second">{lineOf(props.row)}</span>
          </span>
        </summary>
        <EntryDetails row={props.row} onChoose={props.onChoose} />
      </details>
    </li>
  );
}

function EntryDetails(props: EntryProps) {
  const changes = () => changesOf(props.row);
  const facts = () => factsOf(props.row);
  return (
    <div class="audit-details">
      <Show when={changes().length > 0}>
        <ChangeTable changes={changes()} name={auditText.changes(props.row.seq)} />
      </Show>
      <dl class="facts">
        <For each={facts()}>{([name, words]) => <Fact name={name}>{words}</Fact>}</For>
        <Fact name={auditText.about}>
          {props.row.target.kind.replaceAll("_", " ")} <span class="mono">{props.row.target.id}</span>
        </Fact>
        <Provenance row={props.row} />
      </dl>
      <Narrow row={props.row} onChoose={props.onChoose} />
    </div>
  );
}

/** When, from where and in which request; and the number and hash that make the chain. */
function Provenance(props: { readonly row: AuditRow }) {
  const place = () => [props.row.city, props.row.country, props.row.network].filter(Boolean).join(", ");
  return (
    <>
      <Fact name={auditText.at}>
        <span class="mono">{props.row.at}</span>
      </Fact>
      <Show when={place()}>
        <Fact name={auditText.where}>{place()}</Fact>
      </Show>
      <Fact name={auditText.request}>
        <span class="fact">
          <span class="mono">{props.row.correlation_id}</span>
          <CopyButton value={props.row.correlation_id} label={auditText.copyRequest} />
        </span>
      </Fact>
      <Fact name={auditText.number}>{formatNumber(props.row.seq)}</Fact>
      <Fact name={auditText.hash}>
        <span class="fact">
          <span class="mono">{props.row.hash}</span>
          <CopyButton value={props.row.hash} label={auditText.copyHash} />
        </span>
      </Fact>
    </>
  );
}

function Fact(props: { readonly name: string; readonly children: JSX.Element }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

function ChangeTable(props: { readonly changes: readonly Change[]; readonly name: string }) {
  return (
    <section class="table-scroll audit-changes" tabindex="0" aria-label={props.name}>
      <table class="table">
        <caption class="sr-only">{props.name}</caption>
        <thead>
          <tr>
            <For each={[auditText.field, auditText.before, auditText.after]}>
              {(head) => <th scope="col">{head}</th>}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.changes}>
            {(change) => (
              <tr>
                <th scope="row">{change.field}</th>
                <td>
                  <del class="audit-before">{change.before}</del>
                </td>
                <td>
                  <ins class="audit-after">{change.after}</ins>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}

/** The ways from one entry to those like it. */
function Narrow(props: EntryProps) {
  const kind = () => props.row.target.kind.replaceAll("_", " ");
  const person = () => (props.row.actor.kind === "user" ? props.row.actor.id : null);
  return (
    <div class="row">
      <Show when={person()}>
        {(id) => (
          <Button size="small" onClick={() => props.onChoose({ actor: id() })}>
            {auditText.onlyActor}
          </Button>
        )}
      </Show>
      <Button size="small" onClick={() => props.onChoose({ action: props.row.action })}>
        {auditText.onlyAction}
      </Button>
      <Show when={props.row.target.id}>
        {(id) => (
          <Button size="small" onClick={() => props.onChoose({ target: id() })}>
            {auditText.onlyTarget(kind())}
          </Button>
        )}
      </Show>
    </div>
  );
}
