import { createSignal, onCleanup } from "solid-js";
import { formatFull, formatRelative } from "../format.ts";

const [now, setNow] = createSignal(Date.now());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The present to half a minute, one timer for the whole page. */
function createNow(): () => number {
  if (watchers === 0) {
    setNow(Date.now());
    timer = setInterval(() => setNow(Date.now()), 30_000);
  }
  watchers += 1;
  onCleanup(() => {
    watchers -= 1;
    if (watchers === 0) clearInterval(timer);
  });
  return now;
}

/** "3 min. ago"; the full date is in the tooltip. `at` is ISO 8601. */
export function RelativeTime(props: { readonly at: string }) {
  const present = createNow();
  const instant = () => Date.parse(props.at);
  return (
    <time datetime={props.at} title={formatFull(instant())}>
      {formatRelative(instant(), Math.max(present(), instant()))}
    </time>
  );
}
