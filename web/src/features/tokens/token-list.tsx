import { createAsync } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import type { ApiToken } from "../../api-types.ts";
import { createPaged } from "../../create-paged.ts";
import { tokenText } from "../../text/tokens.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconKey } from "../../ui/icons.ts";
import { MorePages } from "../../ui/more-pages.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { createCan } from "../session/create-can.ts";
import { getMe } from "../session/session.queries.ts";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { daysLeft, isNearEnd } from "./tokens.model.ts";
import { getTokens, loadTokens } from "./tokens.queries.ts";

/** The tokens that the user may see: the own ones, or with the right for it those of everybody in the organization. */
export function TokenList() {
  const first = createAsync(() => getTokens());
  const tokens = createPaged(first, loadTokens);
  const can = createCan();
  const [ending, setEnding] = createSignal<ApiToken>();
  return (
    <section class="card" aria-labelledby="tokens">
      <div class="card-head">
        <h2 id="tokens">{tokenText.list}</h2>
        <span class="quiet small">{can("token.manage_all") ? tokenText.listHintAll : tokenText.listHint}</span>
      </div>
      <Show
        when={tokens.items().length > 0}
        fallback={
          <EmptyState icon={IconKey} title={tokenText.noneTitle}>
            {tokenText.none}
          </EmptyState>
        }
      >
        <ul>
          <For each={tokens.items()}>{(token) => <TokenRow token={token} onEnd={() => setEnding(token)} />}</For>
        </ul>
      </Show>
      <MorePages of={tokens} label={tokenText.more} />
      <RevokeDialog token={ending()} onClose={() => setEnding(undefined)} />
    </section>
  );
}

function TokenRow(props: { readonly token: ApiToken; readonly onEnd: () => void }) {
  const me = createAsync(() => getMe());
  const isOwn = () => me()?.user.id === props.token.user.id;
  return (
    <li class="token">
      <div class="token-words">
        <p class="row">
          <span class="strong">{props.token.name}</span>
          <code class="quiet">{props.token.prefix}…</code>
          <Show when={!isOwn()}>
            <span class="quiet small">@{props.token.user.login}</span>
          </Show>
        </p>
        <p class="row">
          <For each={props.token.scopes}>{(scope) => <Badge>{tokenText.scopeNames[scope]}</Badge>}</For>
        </p>
      </div>
      <p class="token-times quiet small">
        <span>
          {tokenText.used}{" "}
          <Show when={props.token.last_used_at} fallback={tokenText.never.toLowerCase()}>
            {(at) => <RelativeTime at={at()} />}
          </Show>
          <Show when={props.token.last_network}>{(network) => <> {tokenText.from(network())}</>}</Show>
        </span>
        <span>
          {tokenText.created} <RelativeTime at={props.token.created_at} />
        </span>
      </p>
      <Ending token={props.token} />
      <Button
        size="small"
        variant="ghost"
        aria-label={tokenText.revokeNamed(props.token.name)}
        onClick={() => props.onEnd()}
      >
        {tokenText.revoke}
      </Button>
    </li>
  );
}

function Ending(props: { readonly token: ApiToken }) {
  const days = () => daysLeft(props.token.expires_at, Date.now());
  return (
    <span class="token-end">
      <Show when={days() >= 0} fallback={<Badge tone="critical">{tokenText.expired}</Badge>}>
        <Badge tone={isNearEnd(days()) ? "medium" : "neutral"}>{tokenText.endsSoon(days())}</Badge>
      </Show>
    </span>
  );
}
