import { type Component, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";

/** Why there is nothing here, and the one thing to do about it. */
export function EmptyState(props: {
  readonly icon: Component<JSX.SvgSVGAttributes<SVGSVGElement>>;
  readonly title: string;
  readonly heading?: "h1" | "h2";
  readonly children: JSX.Element;
  readonly action?: JSX.Element;
}) {
  return (
    <div class="empty">
      <span class="empty-mark">
        <Dynamic component={props.icon} class="icon" />
      </span>
      <Dynamic component={props.heading ?? "h2"}>{props.title}</Dynamic>
      <p>{props.children}</p>
      <Show when={props.action}>
        <div class="empty-actions">{props.action}</div>
      </Show>
    </div>
  );
}
