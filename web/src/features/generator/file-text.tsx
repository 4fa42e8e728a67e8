import { For } from "solid-js";
import { CodeLine } from "../../ui/code.tsx";

/** A whole file to read, with its numbers. */
export function FileText(props: { readonly path: string; readonly text: string }) {
  const lines = () => props.text.replace(/\n$/, "").split("\n");
  return (
    <figure class="code">
      <figcaption class="code-head">
        <span class="mono truncate">{props.path}</span>
      </figcaption>
      <section class="code-scroll" tabindex="0" aria-label={props.path}>
        <ol class="code-lines">
          <For each={lines()}>
            {(line, index) => (
              <li class="code-line">
                <span class="code-number" aria-hidden="true">
                  {index() + 1}
                </span>
                <code>
                  <CodeLine text={line} />
                </code>
              </li>
            )}
          </For>
        </ol>
      </section>
    </figure>
  );
}
