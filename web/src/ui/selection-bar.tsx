import { type JSX, Show } from "solid-js";
import { Button } from "./button.tsx";

/** What can be done with the chosen rows; it stays at the foot of the window while something is chosen. */
export function SelectionBar(props: {
  readonly count: number;
  readonly words: string;
  readonly clear: string;
  readonly onClear: () => void;
  readonly children: JSX.Element;
}) {
  return (
    <Show when={props.count > 0}>
      <div class="selection-bar">
        <span class="small strong tabular" aria-live="polite">
          {props.words}
        </span>
        <span class="row">
          <Button variant="ghost" onClick={() => props.onClear()}>
            {props.clear}
          </Button>
          {props.children}
        </span>
      </div>
    </Show>
  );
}
