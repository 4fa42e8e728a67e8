import { createAsync } from "@solidjs/router";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import type { ArtifactSummary } from "../../api-types.ts";
import { shortSha } from "../../format.ts";
import { generatorText } from "../../strings.ts";
import { Pending } from "../../ui/async.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconChevronRight, IconExternal, IconPipeline } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { AiOutcome } from "./ai-outcome.tsx";
import { FileText } from "./file-text.tsx";
import { getArtifact, getArtifacts } from "./generator.queries.ts";

/** The pipelines that were written for a repository, newest first, each with its files on demand. */
export function Artifacts(props: { readonly repositoryId: string }) {
  const artifacts = createAsync(() => getArtifacts(props.repositoryId));
  return (
    <Show when={artifacts()}>
      {(known) => (
        <ul class="card" aria-label={generatorText.artifacts}>
          <For
            each={known()}
            fallback={
              <li>
                <EmptyState
                  icon={IconPipeline}
                  title={generatorText.noArtifactsTitle}
                  action={<LinkButton href={`/repos/${props.repositoryId}/generate`}>{generatorText.open}</LinkButton>}
                >
                  {generatorText.noArtifacts}
                </EmptyState>
              </li>
            }
          >
            {(artifact) => <ArtifactRow artifact={artifact} />}
          </For>
        </ul>
      )}
    </Show>
  );
}

function ArtifactRow(props: { readonly artifact: ArtifactSummary }) {
  const [isOpen, setOpen] = createSignal(false);
  const id = createUniqueId();
  return (
    <li class="artifact">
      <div class="artifact-head">
        <button
          type="button"
          class="group-toggle"
          aria-expanded={isOpen()}
          aria-controls={id}
          onClick={() => setOpen((open) => !open)}
        >
          <IconChevronRight class="icon-small group-arrow" />
          <span class="group-title">{generatorText.platforms[props.artifact.platform]}</span>
          <span class="quiet small">
            {props.artifact.template?.name ?? generatorText.origin[props.artifact.origin]}
            {" · "}
            {generatorText.artifactJobs(props.artifact.jobs_total)}
            {" · "}
            <span class="mono">{shortSha(props.artifact.commit)}</span>
            {" · "}
            <RelativeTime at={props.artifact.created_at} />
          </span>
        </button>
        <Show when={props.artifact.pull_request}>
          {(pull) => (
            <LinkButton size="small" href={pull().url}>
              {generatorText.pullOf(pull().number)}
              <IconExternal class="icon-small" />
            </LinkButton>
          )}
        </Show>
      </div>
      <div id={id} hidden={!isOpen()} class="artifact-files">
        <Show when={isOpen()}>
          <Pending>
            <ArtifactFiles id={props.artifact.id} />
          </Pending>
        </Show>
      </div>
    </li>
  );
}

function ArtifactFiles(props: { readonly id: string }) {
  const artifact = createAsync(() => getArtifact(props.id));
  return (
    <>
      <AiOutcome artifact={artifact()} />
      <For each={artifact()?.files}>{({ path, text }) => <FileText path={path} text={text} />}</For>
    </>
  );
}
