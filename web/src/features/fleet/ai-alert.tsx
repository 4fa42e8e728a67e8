import { createAsync } from "@solidjs/router";
import { Show } from "solid-js";
import type { Usage } from "../../api-types.ts";
import { formatDayClock } from "../../format.ts";
import { fleetText } from "../../strings.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { pressing } from "../usage/usage.model.ts";
import { getUsage } from "../usage/usage.queries.ts";

/** Says that a limit on tokens is nearly or wholly used up; nothing before 90 %, and nothing when that is not known. */
export function AiAlert() {
  const usage = createAsync<Usage | undefined>(() => getUsage().catch(() => undefined));
  const limit = () => {
    const known = usage();
    return known ? pressing(known) : undefined;
  };
  return (
    <Show when={limit()}>
      {(known) => (
        <Notice
          tone="warning"
          title={fleetText.aiLimit(known().percent, fleetText.aiWindows[known().window])}
          actions={<LinkButton href="/settings/usage">{fleetText.aiUsage}</LinkButton>}
        >
          {known().percent >= 100
            ? fleetText.aiStopped(formatDayClock(Date.parse(known().resetsAt)))
            : fleetText.aiNear(formatDayClock(Date.parse(known().resetsAt)))}
        </Notice>
      )}
    </Show>
  );
}
