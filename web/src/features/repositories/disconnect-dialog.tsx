import { useNavigate } from "@solidjs/router";
import { Show } from "solid-js";
import type { Repository } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { repositoryText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { disconnectRepository } from "./repositories.queries.ts";

export function DisconnectDialog(props: {
  readonly repository: Repository;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const navigate = useNavigate();
  const disconnect = createTask(async () => {
    await disconnectRepository(props.repository.id);
    notify({ tone: "ok", text: repositoryText.disconnected(props.repository.full_name) });
    navigate("/");
  });
  return (
    <Dialog
      open={props.open}
      title={repositoryText.disconnectTitle}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {repositoryText.keep}
          </Button>
          <Button variant="danger" busy={disconnect.isBusy()} onClick={() => void disconnect.run()}>
            {repositoryText.disconnectNamed(props.repository.full_name)}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="second">{repositoryText.disconnectDetail}</p>
        <Show when={disconnect.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </div>
    </Dialog>
  );
}
