import { For } from "solid-js";
import { loadingText } from "../strings.ts";

/** Grey bars where content will be. Invisible for the first 200 ms, so that quick answers do not flash. */
export function Skeleton(props: { readonly rows?: number; readonly shape?: "rows" | "cards" | "page" }) {
  const bars = () => Array.from({ length: props.rows ?? 5 }, (_, index) => index);
  return (
    <div class={`skeleton skeleton-${props.shape ?? "rows"}`} role="status">
      <span class="sr-only">{loadingText}</span>
      <For each={bars()}>{() => <span class="skeleton-bar" />}</For>
    </div>
  );
}
