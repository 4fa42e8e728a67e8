import { createRenderEffect, type JSX, onMount, Show } from "solid-js";
import { appText } from "../strings.ts";

let pagesShown = 0;

/** Sets the title of the document; `title` may change while the page is open. */
export function createPageTitle(title: () => string): void {
  createRenderEffect(() => {
    document.title = `${title()} · ${appText.name}`;
  });
}

/** Puts the reader at the heading of a new page, but leaves the first page of a visit and a field in use alone. */
function focusHeading(heading: HTMLElement): void {
  pagesShown += 1;
  if (pagesShown === 1 || document.activeElement?.matches("input, textarea, select")) return;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** The heading of a page: where it stands, its name, what it says of itself, and its actions. */
export function PageHead(props: {
  readonly title: JSX.Element;
  readonly above?: JSX.Element;
  readonly below?: JSX.Element;
  readonly actions?: JSX.Element;
}) {
  let heading: HTMLHeadingElement | undefined;
  onMount(() => heading && focusHeading(heading));
  return (
    <header class="page-head">
      <div class="page-words">
        <Show when={props.above}>
          <p class="page-above small">{props.above}</p>
        </Show>
        <h1 ref={heading} tabindex="-1">
          {props.title}
        </h1>
        <Show when={props.below}>
          <div class="page-below small">{props.below}</div>
        </Show>
      </div>
      <Show when={props.actions}>
        <div class="page-actions">{props.actions}</div>
      </Show>
    </header>
  );
}
