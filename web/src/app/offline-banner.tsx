import { createSignal, onCleanup, Show } from "solid-js";
import { offlineText } from "../strings.ts";
import { IconOffline } from "../ui/icons.ts";

/** Says that the connection is gone, as long as it is. */
export function OfflineBanner() {
  const [isOnline, setOnline] = createSignal(navigator.onLine);
  const update = () => setOnline(navigator.onLine);
  addEventListener("online", update);
  addEventListener("offline", update);
  onCleanup(() => {
    removeEventListener("online", update);
    removeEventListener("offline", update);
  });
  return (
    <div role="status">
      <Show when={!isOnline()}>
        <p class="banner">
          <IconOffline />
          <span>
            <span class="strong">{offlineText.title}</span> {offlineText.detail}
          </span>
        </p>
      </Show>
    </div>
  );
}
