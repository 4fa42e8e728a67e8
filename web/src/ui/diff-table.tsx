import { For, Show } from "solid-js";
import { diffText } from "../strings.ts";
import { CodeLine } from "./code.tsx";
import { type DiffFile, type DiffRow, parseDiff } from "./diff.model.ts";

const SIGNS = { added: "+", removed: "−", context: "", hunk: "", note: "" } as const;
const WORDS = { added: diffText.added, removed: diffText.removed, context: "", hunk: "", note: "" } as const;

/**
 * A unified diff, one table a file. Added and removed lines say so in hidden words too. `purpose` tells diffs of one file
 * apart for those who hear them.
 */
export function Diff(props: { readonly diff: string; readonly path?: string; readonly purpose?: string }) {
  return (
    <div class="diff-files">
      <For each={parseDiff(props.diff, props.path)} fallback={<p class="quiet small">{diffText.empty}</p>}>
        {(file) => <DiffTable file={file} purpose={props.purpose} />}
      </For>
    </div>
  );
}

/** A first hunk that names no place in the file has nothing to say. */
function shownRows(rows: readonly DiffRow[]): readonly DiffRow[] {
  return rows[0]?.kind === "hunk" && rows[0].text === "" ? rows.slice(1) : rows;
}

function DiffTable(props: { readonly file: DiffFile; readonly purpose: string | undefined }) {
  const label = () => diffText.label(props.file.path, props.purpose);
  return (
    <div class="diff">
      <div class="code-head">
        <span class="mono truncate">{props.file.path}</span>
        <DiffCount added={props.file.added} removed={props.file.removed} />
      </div>
      <section class="diff-scroll" tabindex="0" aria-label={label()}>
        <table>
          <caption class="sr-only">{label()}</caption>
          <thead class="sr-only">
            <tr>
              <th scope="col">{diffText.before}</th>
              <th scope="col">{diffText.after}</th>
              <th scope="col">{diffText.line}</th>
            </tr>
          </thead>
          <tbody>
            <For each={shownRows(props.file.rows)}>{(row) => <Row row={row} />}</For>
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** "+4 −1", with words for those who hear it. */
function DiffCount(props: { readonly added: number; readonly removed: number }) {
  return (
    <span class="diff-count tabular">
      <span class="sr-only">{diffText.count(props.added, props.removed)}</span>
      <span class="diff-plus" aria-hidden="true">
        +{props.added}
      </span>
      <span class="diff-minus" aria-hidden="true">
        −{props.removed}
      </span>
    </span>
  );
}

function Row(props: { readonly row: DiffRow }) {
  const number = (side: "before" | "after") => ("after" in props.row || "before" in props.row ? props.row[side] : "");
  return (
    <tr class={`diff-${props.row.kind}`}>
      <td class="diff-number">{number("before")}</td>
      <td class="diff-number">{number("after")}</td>
      <td class="diff-text">
        <span class="diff-sign" aria-hidden="true">
          {SIGNS[props.row.kind]}
        </span>
        <Show when={WORDS[props.row.kind]}>
          <span class="sr-only">{WORDS[props.row.kind]}: </span>
        </Show>
        <code>
          <Show when={props.row.kind !== "hunk" && props.row.kind !== "note"} fallback={props.row.text}>
            <CodeLine text={props.row.text} />
          </Show>
        </code>
      </td>
    </tr>
  );
}
