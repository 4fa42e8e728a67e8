import { createAsync, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import { createPaged } from "../../create-paged.ts";
import { auditText } from "../../text/audit.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconLog } from "../../ui/icons.ts";
import { MorePages } from "../../ui/more-pages.tsx";
import { type AuditSearch, filtersOf, isFiltered } from "./audit.model.ts";
import { getAudit, loadAudit } from "./audit.queries.ts";
import { AuditEntry } from "./audit-entry.tsx";
import { AuditFilterBar } from "./audit-filter-bar.tsx";

/** The entries that the address asks for, newest first, page by page. */
export function AuditLog() {
  const [search, setSearch] = useSearchParams<AuditSearch>();
  const filters = () => filtersOf(search);
  const first = createAsync(() => getAudit(filters()));
  const log = createPaged(
    first,
    (cursor) => loadAudit(filters(), cursor),
    () => JSON.stringify(filters()),
  );
  const choose = (change: AuditSearch) => setSearch(change, { replace: true });
  return (
    <section class="card" aria-labelledby="entries">
      <div class="card-head">
        <h2 id="entries">{auditText.log}</h2>
        <span class="quiet small">{auditText.days}</span>
      </div>
      <AuditFilterBar search={search} rows={log.items()} onChoose={choose} />
      <Show
        when={log.items().length > 0}
        fallback={<Nothing filtered={isFiltered(search)} more={log.cursor() !== null} />}
      >
        <ul aria-label={auditText.logTable}>
          <For each={log.items()}>{(row) => <AuditEntry row={row} onChoose={choose} />}</For>
        </ul>
      </Show>
      <MorePages of={log} label={auditText.more} />
    </section>
  );
}

function Nothing(props: { readonly filtered: boolean; readonly more: boolean }) {
  const words = () => {
    if (props.more) return { title: auditText.notYetTitle, detail: auditText.notYet };
    if (props.filtered) return { title: auditText.noMatchTitle, detail: auditText.noMatch };
    return { title: auditText.noneTitle, detail: auditText.none };
  };
  return (
    <EmptyState icon={IconLog} title={words().title}>
      {words().detail}
    </EmptyState>
  );
}
