import { For } from "solid-js";
import type { Evidence } from "../api-types.ts";
import { codeText } from "../strings.ts";
import { tokensOf } from "./syntax.ts";

/** One line of code, coloured. The text is never read as HTML. */
export function CodeLine(props: { readonly text: string }) {
  return (
    <For each={tokensOf(props.text)}>
      {(token) => (token.kind === "plain" ? token.text : <span class={`code-${token.kind}`}>{token.text}</span>)}
    </For>
  );
}

/** Lines of a file that show what a finding says, with their numbers. */
export function CodeEvidence(props: { readonly evidence: Evidence; readonly url?: string | undefined }) {
  const lines = () => props.evidence.quote.split("\n");
  const label = () => codeText.evidence(props.evidence.path, props.evidence.line, props.evidence.end_line);
  return (
    <figure class="code">
      <figcaption class="code-head">
        <span class="mono truncate">{props.evidence.path}</span>
        <span class="quiet">{codeText.lines(props.evidence.line, props.evidence.end_line)}</span>
      </figcaption>
      <section class="code-scroll" tabindex="0" aria-label={label()}>
        <ol class="code-lines">
          <For each={lines()}>
            {(line, index) => (
              <li class="code-line">
                <span class="code-number" aria-hidden="true">
                  {props.evidence.line + index()}
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
