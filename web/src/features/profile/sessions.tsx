import { createAsync } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import type { Session } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { formatFull } from "../../format.ts";
import { toProblem } from "../../problem.ts";
import { profileText } from "../../text/profile.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { IconDevice } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { notify } from "../../ui/toasts.tsx";
import { EverywhereDialog } from "./everywhere-dialog.tsx";
import { getSessions, revokeSession } from "./profile.queries.ts";

const deviceOf = ({ device }: Session) => (device === "unknown" ? profileText.unknownDevice : device);

/** Every browser that is signed in as the user, and the way to end each. */
export function Sessions() {
  const sessions = createAsync(() => getSessions());
  const [isAsking, setAsking] = createSignal(false);
  return (
    <section class="card" aria-labelledby="sessions">
      <div class="card-head">
        <div>
          <h2 id="sessions">{profileText.sessions}</h2>
          <span class="quiet small">{profileText.sessionsHint}</span>
        </div>
        <Button size="small" onClick={() => setAsking(true)}>
          {profileText.everywhere}
        </Button>
      </div>
      <ul>
        <For each={sessions()?.items}>{(session) => <SessionRow session={session} />}</For>
      </ul>
      <EverywhereDialog open={isAsking()} onClose={() => setAsking(false)} />
    </section>
  );
}

function SessionRow(props: { readonly session: Session }) {
  return (
    <li class="session">
      <span class="mark" aria-hidden="true">
        <IconDevice />
      </span>
      <SessionWords session={props.session} />
      <p
        class="session-times quiet small"
        title={`${profileText.ends}: ${formatFull(Date.parse(props.session.expires_at))}`}
      >
        <span>
          {profileText.seen} <RelativeTime at={props.session.last_seen_at} />
        </span>
        <span>
          {profileText.since} <RelativeTime at={props.session.signed_in_at} />
        </span>
      </p>
      <span class="session-act">
        <Show when={!props.session.current}>
          <EndButton session={props.session} />
        </Show>
      </span>
    </li>
  );
}

function SessionWords(props: { readonly session: Session }) {
  const place = () => profileText.place(props.session.city, props.session.country) || profileText.unknownPlace;
  const organization = () => props.session.organization?.name;
  return (
    <div class="session-words">
      <p class="row">
        <span class="strong">{deviceOf(props.session)}</span>
        <Show when={props.session.current}>
          <Badge tone="accent">{profileText.thisOne}</Badge>
        </Show>
      </p>
      <p class="second small">
        {place()}
        <Show when={props.session.network}>
          {(network) => (
            <>
              {" · "}
              <span class="mono">{network()}</span>
            </>
          )}
        </Show>
        {" · "}
        {organization() ? profileText.inside(organization() ?? "") : profileText.noOrganization}
      </p>
    </div>
  );
}

function EndButton(props: { readonly session: Session }) {
  const end = createTask(async () => {
    try {
      await revokeSession(props.session.id);
      notify({ tone: "ok", text: profileText.revoked(deviceOf(props.session)) });
    } catch (error) {
      notify({ tone: "failure", text: toProblem(error).detail });
    }
  });
  return (
    <Button
      size="small"
      variant="ghost"
      busy={end.isBusy()}
      aria-label={profileText.revokeNamed(deviceOf(props.session))}
      onClick={() => void end.run()}
    >
      {profileText.revoke}
    </Button>
  );
}
