import { createSignal, Show } from "solid-js";
import type { Org } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { githubText } from "../../text/organization.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { notify } from "../../ui/toasts.tsx";
import { GithubForm } from "./github-form.tsx";
import { getGithubOwners, unmapGithub } from "./organization.queries.ts";

/** The account of GitHub that the organization stands for, and whether its repositories are connected by themselves. */
export function GithubCard(props: { readonly organization: Org; readonly mayChange: boolean }) {
  const [isChoosing, setChoosing] = createSignal(false);
  const unmap = createTask(async () => {
    await unmapGithub();
    notify({ tone: "ok", text: githubText.unmapped });
  });
  const mapping = () => props.organization.github;
  return (
    <section class="card" aria-labelledby="github">
      <Head />
      <div class="person">
        <Show when={mapping()} fallback={<p class="person-words second small">{githubText.none}</p>}>
          {(known) => <Words mapping={known()} />}
        </Show>
        <Show when={props.mayChange && !isChoosing()}>
          <span class="person-act">
            <Show when={mapping()}>
              {(known) => (
                <Button
                  size="small"
                  variant="ghost"
                  aria-label={githubText.unmapNamed(known().owner)}
                  busy={unmap.isBusy()}
                  onClick={() => void unmap.run()}
                >
                  {githubText.unmap}
                </Button>
              )}
            </Show>
            <Button size="small" onClick={() => setChoosing(true)}>
              {mapping() ? githubText.change : githubText.choose}
            </Button>
          </span>
        </Show>
      </div>
      <Show when={unmap.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <Show when={isChoosing()}>
        <div class="card-body line-above">
          <Failing keys={() => [getGithubOwners.key]}>
            <Pending>
              <GithubForm mapping={mapping()} onClose={() => setChoosing(false)} />
            </Pending>
          </Failing>
        </div>
      </Show>
    </section>
  );
}

function Head() {
  return (
    <div class="card-head">
      <h2 id="github">{githubText.title}</h2>
      <span class="quiet small">{githubText.hint}</span>
    </div>
  );
}

function Words(props: { readonly mapping: NonNullable<Org["github"]> }) {
  return (
    <div class="person-words">
      <span class="strong">{props.mapping.owner}</span>
      <span class="second small">
        {githubText.connectsSentence[props.mapping.connects]}{" "}
        <Show when={props.mapping.mapped_by}>{(by) => githubText.by(by().login)}</Show>
      </span>
      <Show when={props.mapping.connects === "all"}>
        <span class="quiet small">
          <Show when={props.mapping.read_at} fallback={githubText.notRead}>
            {(at) => (
              <>
                {githubText.read} <RelativeTime at={at()} />
              </>
            )}
          </Show>
        </span>
      </Show>
    </div>
  );
}
