import { createEffect, createSignal, on, Show } from "solid-js";
import type { Org } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { orgPageText } from "../../text/organization.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { notify } from "../../ui/toasts.tsx";
import { renameOrganization } from "./organization.queries.ts";

/** The name, which its owners change. */
export function NameCard(props: { readonly organization: Org }) {
  const [name, setName] = createSignal(props.organization.name);
  createEffect(on(() => props.organization.name, setName, { defer: true }));
  const wanted = () => name().trim();
  const save = createTask(async () => {
    const { name: saved } = await renameOrganization(wanted());
    notify({ tone: "ok", text: orgPageText.renamed(saved) });
  });
  const isChanged = () => wanted() !== props.organization.name;
  const isRight = () => wanted().length > 0 && wanted().length <= 100;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isRight() && isChanged()) void save.run();
  };
  return (
    <section class="card" aria-label={orgPageText.name}>
      <form class="card-body stack" onSubmit={submit}>
        <TextField
          label={orgPageText.name}
          hint={isRight() ? orgPageText.nameHint : orgPageText.nameError}
          value={name()}
          onInput={setName}
        />
        <Show when={save.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        <div class="row">
          <Button type="submit" busy={save.isBusy()} disabled={!isChanged() || !isRight()}>
            {orgPageText.save}
          </Button>
        </div>
      </form>
    </section>
  );
}
