import { createAsync } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { GithubOwners, Org } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { githubText } from "../../text/organization.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RadioCards } from "../../ui/radio-cards.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { notify } from "../../ui/toasts.tsx";
import { getGithubOwners, mapGithub } from "./organization.queries.ts";

type Mapping = Org["github"];
type Props = { readonly mapping: Mapping; readonly onClose: () => void };

/** Chooses the account and how its repositories come in. */
export function GithubForm(props: Props) {
  const owners = createAsync(() => getGithubOwners());
  return (
    <Show when={owners()}>
      {(known) => (
        <Show
          when={known().length > 0}
          fallback={
            <div class="stack">
              <p class="second small">{githubText.noOwners}</p>
              <div class="row">
                <Button variant="ghost" onClick={() => props.onClose()}>
                  {githubText.cancel}
                </Button>
              </div>
            </div>
          }
        >
          <Choice owners={known()} mapping={props.mapping} onClose={() => props.onClose()} />
        </Show>
      )}
    </Show>
  );
}

function Choice(props: Props & { readonly owners: GithubOwners }) {
  const first = () => props.owners.find(({ login }) => login === props.mapping?.owner) ?? props.owners[0];
  const [owner, setOwner] = createSignal(first()?.login ?? "");
  const [connects, setConnects] = createSignal<"selected" | "all">(props.mapping?.connects ?? "selected");
  const names = () =>
    Object.fromEntries(props.owners.map(({ login, kind }) => [login, `${login} (${githubText.kinds[kind]})`]));
  const save = createTask(async () => {
    await mapGithub({ owner: owner(), connects: connects() });
    notify({ tone: "ok", text: githubText.saved(owner()) });
    props.onClose();
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <form class="stack" aria-label={githubText.title} onSubmit={submit}>
      <div class="choice">
        <SelectField label={githubText.owner} options={names()} value={owner()} onChange={setOwner} />
      </div>
      <RadioCards
        legend={githubText.which}
        options={githubText.connects}
        hints={githubText.connectHints}
        value={connects()}
        onChange={setConnects}
      />
      <Show when={save.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <div class="row">
        <Button variant="primary" type="submit" busy={save.isBusy()}>
          {githubText.save}
        </Button>
        <Button variant="ghost" onClick={() => props.onClose()}>
          {githubText.cancel}
        </Button>
      </div>
    </form>
  );
}
