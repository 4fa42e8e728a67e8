import { createSignal, Show } from "solid-js";
import { createTask } from "../../create-task.ts";
import { newOrgText, orgPageText } from "../../text/organization.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { createOrganization } from "./organization.queries.ts";

/** Asks for the name of a new organization, makes it and moves there. */
export function NewOrganization(props: { readonly onClose: () => void }) {
  const [name, setName] = createSignal("");
  const isRight = () => name().trim().length > 0 && name().trim().length <= 100;
  const create = createTask(() => createOrganization(name().trim()));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isRight()) void create.run();
  };
  return (
    <Dialog
      open
      title={newOrgText.title}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {newOrgText.cancel}
          </Button>
          <Button variant="primary" type="submit" form="new-organization" busy={create.isBusy()} disabled={!isRight()}>
            {newOrgText.create}
          </Button>
        </>
      }
    >
      <form id="new-organization" class="stack" onSubmit={submit}>
        <p class="second">{newOrgText.detail}</p>
        <TextField label={orgPageText.name} value={name()} onInput={setName} />
        <Show when={create.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      </form>
    </Dialog>
  );
}
