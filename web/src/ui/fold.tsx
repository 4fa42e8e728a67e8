import type { JSX } from "solid-js";
import { IconChevronRight } from "./icons.ts";

/** Something that most readers do not need, behind its name. */
export function Fold(props: { readonly label: string; readonly children: JSX.Element }) {
  return (
    <details class="fold">
      <summary class="small">
        <IconChevronRight class="icon-small fold-arrow" />
        {props.label}
      </summary>
      {props.children}
    </details>
  );
}
