import { useLocation } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Me } from "../../api-types.ts";
import { profileText } from "../../text/profile.ts";
import { Badge } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { IconDone, IconFailed, IconQueued } from "../../ui/icons.ts";
import { signInPath } from "../session/session.queries.ts";

type Scope = { readonly name: string; readonly granted: boolean };

function scopesOf({ github }: Me): Scope[] {
  return [
    ...github.scopes.map((name) => ({ name, granted: true })),
    ...github.missing_scopes.map((name) => ({ name, granted: false })),
  ];
}

/** What GitHub lets us do for the user, scope by scope, and the way to renew it. */
export function GithubCard(props: { readonly me: Me }) {
  const location = useLocation();
  const isRefused = () => !props.me.github.token_valid;
  const isMissing = () => props.me.github.missing_scopes.length > 0;
  return (
    <section class="card" aria-labelledby="github-access">
      <div class="card-head">
        <div class="row">
          <h2 id="github-access">{profileText.github}</h2>
          <Badge tone={isRefused() ? "critical" : "ok"} icon={isRefused() ? IconFailed : IconDone}>
            {isRefused() ? profileText.refused : profileText.works}
          </Badge>
        </div>
        <LinkButton
          href={signInPath("repositories", location.pathname)}
          rel="external"
          variant={isRefused() || isMissing() ? "primary" : "secondary"}
          size="small"
        >
          {isMissing() && !isRefused() ? profileText.grant : profileText.renew}
        </LinkButton>
      </div>
      <div class="card-body stack">
        <Show when={isRefused()}>
          <p class="second">{profileText.refusedDetail}</p>
        </Show>
        <ul class="scopes">
          <For each={scopesOf(props.me)}>{(scope) => <ScopeRow scope={scope} />}</For>
        </ul>
        <p class="quiet small">{profileText.githubHint}</p>
      </div>
    </section>
  );
}

function ScopeRow(props: { readonly scope: Scope }) {
  return (
    <li class="scope" classList={{ "scope-missing": !props.scope.granted }}>
      <Show when={props.scope.granted} fallback={<IconQueued />}>
        <IconDone />
      </Show>
      <code>{props.scope.name}</code>
      <span class="second small">{profileText.scopes[props.scope.name] ?? profileText.otherScope}</span>
      <span class="quiet tiny">{props.scope.granted ? profileText.granted : profileText.missing}</span>
    </li>
  );
}
