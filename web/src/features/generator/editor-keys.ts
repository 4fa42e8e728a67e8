import { indent, newLine, outdent, type Selection } from "./editor.model.ts";

type Edit = (selection: Selection) => Selection;
type FieldEvent = KeyboardEvent & { readonly currentTarget: HTMLTextAreaElement };

const MODIFIERS = ["Shift", "Control", "Alt", "Meta"];

function editOf(event: KeyboardEvent): Edit | undefined {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key === "Tab") return event.shiftKey ? outdent : indent;
  return event.key === "Enter" && !event.shiftKey ? newLine : undefined;
}

/** What Tab and Enter do in a field of code. After Escape the next key keeps its usual meaning, so that Tab leaves. */
export function createEditorKeys(replace: (field: HTMLTextAreaElement, next: Selection) => void) {
  let mayLeave = false;
  const onKeyDown = (event: FieldEvent) => {
    if (MODIFIERS.includes(event.key)) return;
    const edit = mayLeave ? undefined : editOf(event);
    mayLeave = event.key === "Escape";
    if (!edit) return;
    event.preventDefault();
    const { value: text, selectionStart: start, selectionEnd: end } = event.currentTarget;
    replace(event.currentTarget, edit({ text, start, end }));
  };
  const onBlur = () => {
    mayLeave = false;
  };
  return { onKeyDown, onBlur };
}
