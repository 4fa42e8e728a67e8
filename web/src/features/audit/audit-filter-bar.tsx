import { createUniqueId, Show } from "solid-js";
import type { AuditRow } from "../../api-types.ts";
import { auditText } from "../../text/audit.ts";
import { Button } from "../../ui/button.tsx";
import { IconClose } from "../../ui/icons.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { type AuditSearch, filtersOf, isFiltered, kindsOf } from "./audit.model.ts";

const ALL = "all";
const NO_FILTER: AuditSearch = {
  action: undefined,
  actor: undefined,
  target: undefined,
  from: undefined,
  to: undefined,
};

type BarProps = {
  readonly search: AuditSearch;
  /** What is shown: a person who did any of it is called by name. */
  readonly rows: readonly AuditRow[];
  readonly onChoose: (change: AuditSearch) => void;
};

/** Which entries to show; every choice is in the address. */
export function AuditFilterBar(props: BarProps) {
  const filters = () => filtersOf(props.search);
  const personOf = (id: string) => {
    const login = props.rows.find(({ actor }) => actor.id === id)?.actor.user?.login;
    return login === undefined ? auditText.someone : `@${login}`;
  };
  return (
    <div class="audit-filters">
      <SelectField
        label={auditText.kind}
        options={kindsOf(filters().action)}
        value={filters().action ?? ALL}
        onChange={(key) => props.onChoose({ action: key === ALL ? undefined : key })}
      />
      <DayField
        label={auditText.from}
        value={props.search.from}
        most={props.search.to}
        onChange={(from) => props.onChoose({ from })}
      />
      <DayField
        label={auditText.to}
        value={props.search.to}
        least={props.search.from}
        onChange={(to) => props.onChoose({ to })}
      />
      <Show when={filters().actor_id}>
        {(id) => (
          <Chosen
            words={auditText.filteredActor(personOf(id()))}
            onRemove={() => props.onChoose({ actor: undefined })}
          />
        )}
      </Show>
      <Show when={filters().target_id}>
        {(id) => (
          <Chosen words={auditText.filteredTarget(id())} onRemove={() => props.onChoose({ target: undefined })} />
        )}
      </Show>
      <Show when={isFiltered(props.search)}>
        <Button size="small" variant="ghost" onClick={() => props.onChoose(NO_FILTER)}>
          {auditText.clear}
        </Button>
      </Show>
    </div>
  );
}

type DayProps = {
  readonly label: string;
  readonly value: string | undefined;
  readonly least?: string | undefined;
  readonly most?: string | undefined;
  readonly onChange: (day: string | undefined) => void;
};

function DayField(props: DayProps) {
  const id = createUniqueId();
  return (
    <span class="select">
      <label class="quiet small" for={id}>
        {props.label}
      </label>
      <input
        id={id}
        class="input"
        type="date"
        value={props.value ?? ""}
        min={props.least}
        max={props.most}
        onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
      />
    </span>
  );
}

function Chosen(props: { readonly words: string; readonly onRemove: () => void }) {
  return (
    <Button size="small" aria-label={auditText.removeFilter(props.words)} onClick={() => props.onRemove()}>
      <span class="truncate audit-chosen">{props.words}</span>
      <IconClose class="icon-small" />
    </Button>
  );
}
