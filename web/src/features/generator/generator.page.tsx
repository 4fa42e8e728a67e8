import { createAsync, useParams } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { Repository } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { generatorText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconPullRequest } from "../../ui/icons.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { PlanDialog } from "../plan/plan-dialog.tsx";
import { getRepository } from "../repositories/repositories.queries.ts";
import { AiOutcome } from "./ai-outcome.tsx";
import { createGeneration, createPublishing, type Generation } from "./create-generation.ts";
import { OptionsCard } from "./options-card.tsx";
import { PipelineCard } from "./pipeline-card.tsx";
import { StackCard } from "./stack-card.tsx";

/** From what was found in a repository to a pipeline that can be read, edited and opened as a pull request. */
export function GeneratorPage() {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <GeneratorAt id={id} />}
    </Show>
  );
}

function GeneratorAt(props: { readonly id: string }) {
  const repository = createAsync(() => getRepository(props.id));
  return <Show when={repository()}>{(known) => <GeneratorOf repository={known()} />}</Show>;
}

function GeneratorOf(props: { readonly repository: Repository }) {
  const generation = createGeneration(props.repository.id);
  createPageTitle(() => `${generatorText.title} · ${props.repository.full_name}`);
  return (
    <>
      <PageHead
        above={
          <a class="link" href={`/repos/${props.repository.id}`}>
            {props.repository.full_name}
          </a>
        }
        title={generatorText.title}
        below={generatorText.lead}
        actions={<Publish generation={generation} />}
      />
      <Show when={generation.preview.problem()}>
        {(problem) => <ProblemNotice problem={problem()} onRetry={() => generation.again(0)} />}
      </Show>
      <Show
        when={generation.preview.answer()}
        fallback={
          <Show when={generation.preview.isAsking()}>
            <Skeleton shape="page" rows={8} />
          </Show>
        }
      >
        {(preview) => (
          <div class="generator">
            <OptionsCard generation={generation} repositoryId={props.repository.id} existing={preview().existing} />
            <PipelineCard generation={generation} preview={preview()} />
            <StackCard profile={preview().profile} />
          </div>
        )}
      </Show>
    </>
  );
}

function Publish(props: { readonly generation: Generation }) {
  const [isOpen, setOpen] = createSignal(false);
  const publishing = createPublishing(props.generation);
  return (
    <>
      <Button
        variant="primary"
        disabled={!props.generation.canOpen()}
        title={props.generation.canOpen() ? undefined : generatorText.cannotOpen}
        onClick={() => setOpen(true)}
      >
        <IconPullRequest />
        {generatorText.pullRequest}
      </Button>
      <PlanDialog
        open={isOpen()}
        planning={generatorText.writing}
        about={<AiOutcome artifact={publishing.artifact()} />}
        plan={publishing.plan}
        openPlan={publishing.openPlan}
        onClose={() => setOpen(false)}
        onOpened={() => undefined}
      />
    </>
  );
}
