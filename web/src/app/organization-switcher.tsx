import { createAsync, useNavigate } from "@solidjs/router";
import { createSignal, lazy, Show } from "solid-js";
import { Portal } from "solid-js/web";
import type { ListedOrg, Me } from "../api-types.ts";
import { getOrganizations, switchOrganization } from "../features/organization/organization.queries.ts";
import { toProblem } from "../problem.ts";
import { organizationText, settingsText } from "../strings.ts";
import { Pending } from "../ui/async.tsx";
import { IconChevronDown } from "../ui/icons.ts";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { notify } from "../ui/toasts.tsx";

const NewOrganization = lazy(async () => ({
  default: (await import("../features/organization/new-organization.tsx")).NewOrganization,
}));

function move(id: string): void {
  switchOrganization(id).catch((error: unknown) => notify({ tone: "failure", text: toProblem(error).detail }));
}

/** Says in which organization the reader works, and leads to the others. */
export function OrganizationSwitcher(props: { readonly me: Me }) {
  return (
    <Pending fallback={<span class="top-org truncate small">{props.me.organization.name}</span>}>
      <Loaded me={props.me} />
    </Pending>
  );
}

/** The list is there before the menu is: what is waited for in an open menu would close it. */
function Loaded(props: { readonly me: Me }) {
  // Without the list the name still shows, and the pages of settings are still reachable.
  const all = createAsync<readonly ListedOrg[]>(() => getOrganizations().catch(() => []));
  return <Show when={all()}>{(known) => <Switcher me={props.me} all={known()} />}</Show>;
}

function Switcher(props: { readonly me: Me; readonly all: readonly ListedOrg[] }) {
  const navigate = useNavigate();
  const [isAdding, setAdding] = createSignal(false);
  const items = (): MenuItem[] => [
    ...props.all.map(({ id, name, current, delete_after: deleteAfter }) => ({
      label: deleteAfter === null ? name : organizationText.leaving(name),
      checked: current,
      run: () => (current ? navigate("/settings/organization") : move(id)),
    })),
    { label: organizationText.settings, apart: true, run: () => navigate("/settings/organization") },
    { label: settingsText.members, run: () => navigate("/settings/members") },
    { label: organizationText.add, run: () => setAdding(true) },
  ];
  return (
    <>
      <Menu label={organizationText.switcher(props.me.organization.name)} items={items()} wide variant="secondary">
        <span class="top-org truncate">{props.me.organization.name}</span>
        <IconChevronDown class="icon-small" />
      </Menu>
      <Show when={isAdding()}>
        {/* A dialog has a head of its own, which is none within the head of the page. */}
        <Portal>
          <Pending fallback={<span />}>
            <NewOrganization onClose={() => setAdding(false)} />
          </Pending>
        </Portal>
      </Show>
    </>
  );
}
