import { For, Show } from "solid-js";
import type { JobExplanation } from "../../api-types.ts";
import { generatorText } from "../../strings.ts";
import { InlineText } from "../../ui/inline-text.tsx";

/** What each job of a pipeline does, and why it is there. */
export function Jobs(props: { readonly jobs: readonly JobExplanation[] }) {
  return (
    <ol class="pipeline-jobs">
      <For each={props.jobs}>
        {(job) => (
          <li class="pipeline-job">
            <div class="row">
              <h3>{job.name}</h3>
              <Show when={job.id !== job.name}>
                <span class="mono quiet tiny">{job.id}</span>
              </Show>
            </div>
            <p class="second small">
              <InlineText text={job.why} />
            </p>
            <Show when={job.commands.length > 0}>
              <ul class="pipeline-commands" aria-label={generatorText.runs}>
                <For each={job.commands}>
                  {(command) => (
                    <li>
                      <code>{command}</code>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </li>
        )}
      </For>
    </ol>
  );
}
