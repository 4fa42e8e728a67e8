import { For } from "solid-js";
import type { Role } from "../../api-types.ts";
import { roleText } from "../../text/members.ts";
import { IconChevronDown } from "../../ui/icons.ts";

/** A choice among the roles that may be given. It shows what is stored until the change is. */
export function RoleSelect(props: {
  readonly label: string;
  readonly value: Role;
  readonly roles: readonly Role[];
  readonly disabled?: boolean;
  readonly onChange: (role: Role) => void;
}) {
  const change = (select: HTMLSelectElement) => {
    const wanted = select.value as Role;
    select.value = props.value;
    props.onChange(wanted);
  };
  return (
    <span class="select-box">
      <select
        class="input"
        aria-label={props.label}
        disabled={props.disabled ?? false}
        onChange={(event) => change(event.currentTarget)}
      >
        <For each={props.roles}>
          {(role) => (
            <option value={role} selected={role === props.value}>
              {roleText.names[role]}
            </option>
          )}
        </For>
      </select>
      <IconChevronDown class="icon-small" />
    </span>
  );
}
