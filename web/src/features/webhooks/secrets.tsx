import { createAsync } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import type { Repository } from "../../api-types.ts";
import { webhookText } from "../../text/webhooks.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { May } from "../jobs/may.ts";
import { getFleet } from "../repositories/repositories.queries.ts";
import { RotateDialog } from "./rotate-dialog.tsx";

const TONES: Readonly<Record<Repository["state"], Tone>> = {
  connected: "ok",
  suspended: "medium",
  gone: "critical",
};

/** Each repository: how far it is known, why we cannot read it, and the secret of its webhook. */
export function Secrets(props: { readonly may: May }) {
  const fleet = createAsync(() => getFleet());
  const [rotating, setRotating] = createSignal<Repository>();
  return (
    <Show when={(fleet()?.items.length ?? 0) > 0}>
      <section class="card" aria-labelledby="secrets">
        <div class="card-head">
          <h2 id="secrets">{webhookText.secrets}</h2>
          <span class="quiet small">{webhookText.secretsHint}</span>
        </div>
        <ul>
          <For each={fleet()?.items}>
            {(repository) => (
              <li class="hook">
                <div class="hook-words">
                  <a class="fleet-link strong truncate" href={`/repos/${repository.id}`}>
                    {repository.full_name}
                  </a>
                  <Show when={repository.state_detail}>{(detail) => <span class="second small">{detail()}</span>}</Show>
                </div>
                <span>
                  <Badge tone={TONES[repository.state]}>{webhookText.states[repository.state]}</Badge>
                </span>
                <span class="hook-known quiet small">
                  {webhookText.knownAsOf}{" "}
                  <Show when={repository.in_sync_as_of} fallback={webhookText.notYet.toLowerCase()}>
                    {(at) => <RelativeTime at={at()} />}
                  </Show>
                </span>
                <Show when={props.may.manage}>
                  <Button
                    size="small"
                    variant="ghost"
                    aria-label={webhookText.rotateNamed(repository.full_name)}
                    disabled={repository.state !== "connected"}
                    onClick={() => setRotating(repository)}
                  >
                    {webhookText.rotate}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <RotateDialog repository={rotating()} onClose={() => setRotating(undefined)} />
      </section>
    </Show>
  );
}
