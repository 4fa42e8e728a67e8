import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { createPaged } from "../../create-paged.ts";
import { pullText } from "../../text/pulls.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconPullRequest } from "../../ui/icons.ts";
import { MorePages } from "../../ui/more-pages.tsx";
import { createMay } from "../jobs/may.ts";
import { PullCheckRow } from "./pull-check-row.tsx";
import { getPulls, loadPulls } from "./pulls.queries.ts";

/** What was found in the pull requests of a repository, newest first. */
export function PullChecks(props: { readonly repositoryId: string }) {
  const first = createAsync(() => getPulls(props.repositoryId));
  const checks = createPaged(first, (cursor) => loadPulls(props.repositoryId, cursor));
  const may = createMay();
  return (
    <section class="card" aria-labelledby="pulls">
      <div class="card-head">
        <h2 id="pulls">{pullText.title}</h2>
        <span class="quiet small">{pullText.lead}</span>
      </div>
      <Show
        when={checks.items().length > 0}
        fallback={
          <EmptyState icon={IconPullRequest} title={pullText.none}>
            {pullText.noneDetail}
          </EmptyState>
        }
      >
        <ul>
          <For each={checks.items()}>{(check) => <PullCheckRow check={check} mayCheck={may().act} />}</For>
        </ul>
      </Show>
      <MorePages of={checks} label={pullText.more} />
    </section>
  );
}
