import { createMemo, createUniqueId, For } from "solid-js";
import type { ConfigurationProblem } from "../../api-types.ts";
import { generatorText } from "../../strings.ts";
import { CodeLine } from "../../ui/code.tsx";
import { changeBetween, type EditorLine, editorLines, rangeOf, type Selection, worstOf } from "./editor.model.ts";
import { createEditorKeys } from "./editor-keys.ts";
import { ProblemList } from "./problem-list.tsx";

const LINES_ABOVE = 5;

/** Through the browser's own editing, so that undo works. */
function replaceText(field: HTMLTextAreaElement, next: Selection): void {
  const { start, end, text } = changeBetween(field.value, next.text);
  field.setSelectionRange(start, end);
  if (text !== "") document.execCommand("insertText", false, text);
  else if (start < end) document.execCommand("delete");
  field.setSelectionRange(next.start, next.end);
}

/** A field for YAML over its own coloured copy, with a mark on every line that has a problem. */
export function Editor(props: {
  readonly path: string;
  readonly text: string;
  readonly problems: readonly ConfigurationProblem[];
  readonly onInput: (text: string) => void;
}) {
  const id = createUniqueId();
  const lines = createMemo((before: readonly EditorLine[]) => editorLines(props.text, props.problems, before), []);
  let field: HTMLTextAreaElement | undefined;
  let scroll: HTMLDivElement | undefined;
  const keys = createEditorKeys(replaceText);
  const show = (problem: ConfigurationProblem) => {
    if (!field || !scroll) return;
    const { start, end } = rangeOf(props.text, problem);
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
    const lineHeight = field.scrollHeight / lines().length;
    scroll.scrollTop = Math.max(0, problem.line - 1 - LINES_ABOVE) * lineHeight;
  };
  return (
    <div class="editor">
      <Head path={props.path} hintId={id} />
      <div class="editor-scroll" ref={scroll}>
        <div class="editor-body">
          <div class="editor-lines" aria-hidden="true">
            <For each={lines()}>{(line) => <Line line={line} />}</For>
          </div>
          <textarea
            ref={field}
            class="editor-field"
            aria-label={generatorText.editor(props.path)}
            aria-describedby={id}
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            wrap="off"
            value={props.text}
            onInput={(event) => props.onInput(event.currentTarget.value)}
            onKeyDown={keys.onKeyDown}
            onBlur={keys.onBlur}
          />
        </div>
      </div>
      <ProblemList problems={props.problems} onShow={show} />
    </div>
  );
}

function Head(props: { readonly path: string; readonly hintId: string }) {
  return (
    <div class="code-head">
      <span class="mono truncate">{props.path}</span>
      <span class="quiet editor-hint" id={props.hintId}>
        {generatorText.editorHint}
      </span>
    </div>
  );
}

const SIGNS = { error: "✕", warning: "!" } as const;

function Line(props: { readonly line: EditorLine }) {
  const worst = () => worstOf(props.line.problems);
  const sign = () => {
    const severity = worst();
    return severity && SIGNS[severity];
  };
  return (
    <div class="editor-line" classList={{ [`editor-line-${worst()}`]: worst() !== undefined }}>
      <span class="editor-number" title={props.line.problems.map(({ message }) => message).join("\n")}>
        <span class="editor-sign">{sign()}</span>
        {props.line.number}
      </span>
      <code>
        <CodeLine text={props.line.text} />
      </code>
    </div>
  );
}
