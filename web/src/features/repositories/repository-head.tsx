import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { Repository } from "../../api-types.ts";
import { PageHead } from "../../app/page.tsx";
import { createTask } from "../../create-task.ts";
import { generatorText, repositoryText } from "../../strings.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { IconMore, IconPipeline, IconRun } from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { startAnalysis, syncRepository } from "./repositories.queries.ts";
import { RepositoryFacts } from "./repository-facts.tsx";
import { RunEstimate } from "./run-estimate.tsx";

/** Name, facts and actions of a repository, with what went wrong in the last of them. */
export function RepositoryHead(props: { readonly repository: Repository }) {
  const navigate = useNavigate();
  const [dependencies, setDependencies] = createSignal(false);
  const [isDisconnecting, setDisconnecting] = createSignal(false);
  const analyse = createTask(async () => {
    const { analysis_id } = await startAnalysis(props.repository.id, dependencies());
    if (analysis_id !== null) navigate(`/analysis/${analysis_id}`);
  });
  const sync = createTask(async () => {
    await syncRepository(props.repository.id);
    notify({ tone: "ok", text: repositoryText.synced });
  });
  const problem = () => analyse.problem() ?? sync.problem();
  const menu = [
    { label: repositoryText.sync, run: () => void sync.run() },
    { label: repositoryText.disconnect, danger: true, run: () => setDisconnecting(true) },
  ];
  return (
    <>
      <PageHead
        above={<FleetLink />}
        title={<Name repository={props.repository} />}
        below={<RepositoryFacts repository={props.repository} />}
        actions={
          <>
            <LinkButton href={`/repos/${props.repository.id}/generate`}>
              <IconPipeline />
              {generatorText.open}
            </LinkButton>
            <Button variant="primary" busy={analyse.isBusy()} onClick={() => void analyse.run()}>
              <IconRun />
              {repositoryText.analyse}
            </Button>
            <Menu label={repositoryText.more} items={menu}>
              <IconMore />
            </Menu>
          </>
        }
      />
      <RunEstimate repositoryId={props.repository.id} dependencies={dependencies()} onDependencies={setDependencies} />
      <Show when={problem()}>{(known) => <ProblemNotice problem={known()} />}</Show>
      <DisconnectDialog
        repository={props.repository}
        open={isDisconnecting()}
        onClose={() => setDisconnecting(false)}
      />
    </>
  );
}

function FleetLink() {
  return (
    <a class="link" href="/">
      {repositoryText.fleet}
    </a>
  );
}

function Name(props: { readonly repository: Repository }) {
  return (
    <>
      <span class="second">{props.repository.owner}/</span>
      {props.repository.name}
    </>
  );
}
