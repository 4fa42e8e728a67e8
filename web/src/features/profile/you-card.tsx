import { Show } from "solid-js";
import type { Me } from "../../api-types.ts";
import { profileText } from "../../text/profile.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";

export function YouCard(props: { readonly me: Me }) {
  const { roles } = profileText;
  return (
    <section class="card" aria-label={profileText.you}>
      <div class="card-body you">
        <Avatar person={props.me.user} size="large" />
        <div class="you-words">
          <h2>{props.me.user.name ?? props.me.user.login}</h2>
          <p class="second small">@{props.me.user.login}</p>
          <p class="quiet small">{profileText.onGithub}</p>
        </div>
        <div class="you-standing">
          <Badge>{profileText.role(roles[props.me.organization.role], props.me.organization.name)}</Badge>
          <span class="quiet small">
            {profileText.signedIn}{" "}
            <Show when={props.me.signed_in_at} fallback={profileText.byToken}>
              {(at) => <RelativeTime at={at()} />}
            </Show>
          </span>
        </div>
      </div>
    </section>
  );
}
