import { Show } from "solid-js";

/** An event as GitHub calls it, `pull_request.opened`. */
export function EventName(props: { readonly event: string; readonly action: string | null }) {
  return (
    <code class="event-name">
      {props.event}
      <Show when={props.action}>
        <span class="quiet">.{props.action}</span>
      </Show>
    </code>
  );
}
