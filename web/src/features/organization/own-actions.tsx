import { useLocation, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import type { Permission } from "../../../../worker/permissions.ts";
import type { Org, OrgTransfer } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { formatDayClock } from "../../format.ts";
import { ownText } from "../../text/organization.ts";
import { notify } from "../../ui/toasts.tsx";
import { createStepUp, StepUpDialog } from "../session/step-up.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { deleteOrganization, exportOrganization, transferOrganization } from "./organization.queries.ts";
import { type Ask, OwnCard } from "./own-card.tsx";
import { TransferDialog } from "./transfer-dialog.tsx";

/** The three actions; each ends its question. */
function createActions(close: () => void) {
  const remove = createTask(async (confirm: string) => {
    const after = await deleteOrganization(confirm);
    notify({ tone: "ok", text: ownText.deleted(formatDayClock(Date.parse(after))) });
    close();
  });
  const transfer = createTask(async (to: OrgTransfer, login: string) => {
    await transferOrganization(to);
    notify({ tone: "ok", text: ownText.transferred(login) });
    close();
  });
  const save = createTask(async () => {
    await exportOrganization();
    notify({ tone: "ok", text: ownText.exported });
    close();
  });
  return { remove, transfer, save };
}

/** What is being asked stands in the address, so that the reader finds it again after GitHub confirmed who it is. */
export function OwnActions(props: { readonly organization: Org; readonly can: (permission: Permission) => boolean }) {
  const location = useLocation();
  const [search, setSearch] = useSearchParams<{ ask?: string }>();
  const close = () => setSearch({ ask: undefined }, { replace: true });
  const { remove, transfer, save } = createActions(close);
  const mustConfirm = createStepUp(() => remove.problem() ?? transfer.problem() ?? save.problem());
  const asks = (what: Ask) => search.ask === what && props.can(`organization.${what}`);
  const isOpen = (what: Ask) => asks(what) && !mustConfirm();
  // A question that makes way for the confirmation is still being asked.
  const closed = () => !mustConfirm() && close();
  const isKnown = () => asks("export") || asks("transfer") || asks("delete");
  return (
    <Show when={props.can("organization.export") || props.can("organization.delete")}>
      <OwnCard
        organization={props.organization}
        can={props.can}
        onAsk={(ask) => setSearch({ ask }, { replace: true })}
      />
      <StepUpDialog
        open={isKnown() && mustConfirm()}
        returnTo={location.pathname + location.search}
        onClose={() => mustConfirm() && close()}
      />
      <ExportDialog open={isOpen("export")} task={save} onClose={closed} />
      <TransferDialog open={isOpen("transfer")} organization={props.organization} task={transfer} onClose={closed} />
      <DeleteDialog open={isOpen("delete")} organization={props.organization} task={remove} onClose={closed} />
    </Show>
  );
}
