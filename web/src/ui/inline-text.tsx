import { For } from "solid-js";

/** Plain text in which `backticks` mark code. Nothing else of Markdown is read, and nothing is read as HTML. */
export function InlineText(props: { readonly text: string }) {
  const parts = () => props.text.split(/`([^`]+)`/);
  return (
    <For each={parts()}>{(part, index) => (index() % 2 === 1 ? <code class="inline-code">{part}</code> : part)}</For>
  );
}
