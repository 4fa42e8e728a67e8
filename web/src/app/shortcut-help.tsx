import { For } from "solid-js";
import { shortcutText } from "../strings.ts";
import { Dialog } from "../ui/dialog.tsx";
import { areShortcutsOn, setShortcuts } from "./shortcuts.ts";

const KEYS = [
  { keys: ["/"], does: shortcutText.search },
  { keys: ["g", "r"], does: shortcutText.repositories },
  { keys: ["g", "j"], does: shortcutText.jobs },
  { keys: ["g", "c"], does: shortcutText.connect },
  { keys: ["?"], does: shortcutText.help },
] as const;

export function ShortcutHelp(props: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={props.open} title={shortcutText.title} onClose={() => props.onClose()}>
      <dl class="shortcut-list">
        <For each={KEYS}>
          {(entry) => (
            <div class="shortcut">
              <dt>{entry.does}</dt>
              <dd>
                <For each={entry.keys}>{(key) => <kbd>{key}</kbd>}</For>
              </dd>
            </div>
          )}
        </For>
      </dl>
      <label class="shortcut-switch">
        <input
          type="checkbox"
          checked={areShortcutsOn()}
          onChange={(event) => setShortcuts(event.currentTarget.checked)}
        />
        <span>
          {shortcutText.enabled}
          <span class="quiet small block">{shortcutText.enabledHint}</span>
        </span>
      </label>
    </Dialog>
  );
}
