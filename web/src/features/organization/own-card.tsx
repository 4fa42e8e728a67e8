import { type JSX, Show } from "solid-js";
import type { Permission } from "../../../../worker/permissions.ts";
import type { Org } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { formatDayClock } from "../../format.ts";
import { organizationText } from "../../strings.ts";
import { ownText } from "../../text/organization.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { restoreOrganization } from "./organization.queries.ts";

export type Ask = "export" | "transfer" | "delete";

/** What an owner may do with the whole: take a copy, hand it over, delete it or take that back. */
export function OwnCard(props: {
  readonly organization: Org;
  readonly can: (permission: Permission) => boolean;
  readonly onAsk: (what: Ask) => void;
}) {
  const restore = createTask(async () => {
    await restoreOrganization();
    notify({ tone: "ok", text: organizationText.restored(props.organization.name) });
  });
  const ask = (what: Ask) => () => props.onAsk(what);
  return (
    <section class="card" aria-labelledby="own">
      <div class="card-head">
        <h2 id="own">{ownText.title}</h2>
      </div>
      <ul class="people">
        <Show when={props.can("organization.export")}>
          <Row title={ownText.export} hint={ownText.exportHint} onClick={ask("export")} />
        </Show>
        <Show when={props.can("organization.transfer")}>
          <Row title={ownText.transfer} hint={ownText.transferHint} onClick={ask("transfer")} />
        </Show>
        <Show when={props.can("organization.delete")}>
          <Show
            when={props.organization.deletion}
            fallback={<Row title={ownText.delete} hint={ownText.deleteHint} danger onClick={ask("delete")} />}
          >
            {(deletion) => (
              <Row
                title={ownText.restore}
                hint={ownText.pending(
                  formatDayClock(Date.parse(deletion().delete_after)),
                  deletion().requested_by?.login,
                )}
                busy={restore.isBusy()}
                onClick={() => void restore.run()}
              />
            )}
          </Show>
        </Show>
      </ul>
      <Show when={restore.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
    </section>
  );
}

function Row(props: {
  readonly title: string;
  readonly hint: JSX.Element;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <li class="person">
      <div class="person-words">
        <span class="second small">{props.hint}</span>
      </div>
      <Button
        variant={props.danger ? "danger" : "secondary"}
        busy={props.busy ?? false}
        onClick={() => props.onClick()}
      >
        {props.title}
      </Button>
    </li>
  );
}
