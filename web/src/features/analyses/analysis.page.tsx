import { createAsync, useNavigate, useParams } from "@solidjs/router";
import { Match, Show, Switch } from "solid-js";
import type { Analysis } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { createTask } from "../../create-task.ts";
import { refresh } from "../../refresh.ts";
import { analysisText, stepText } from "../../strings.ts";
import { Pending } from "../../ui/async.tsx";
import { PhaseBadge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { AiSummaryCard } from "../ai/ai-summary.tsx";
import { Findings } from "../findings/findings.tsx";
import { createProgress } from "../jobs/create-progress.ts";
import { cancelJob, retryJob } from "../jobs/jobs.queries.ts";
import { isFinal } from "../jobs/progress.model.ts";
import { ProgressPanel } from "../jobs/progress-panel.tsx";
import { getAnalysis, loadAnalysis } from "./analyses.queries.ts";
import { AnalysisFacts, AnalysisResult } from "./analysis-result.tsx";
import { EndNotice } from "./end-notice.tsx";

/** One analysis: its steps while it runs, then what it found. Keyed by id, so that a retry is a new page. */
export function AnalysisPage() {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <AnalysisOf id={id} />}
    </Show>
  );
}

function AnalysisOf(props: { readonly id: string }) {
  const analysis = createAsync(() => getAnalysis(props.id));
  return <Show when={analysis()}>{(known) => <AnalysisView analysis={known()} />}</Show>;
}

function AnalysisView(props: { readonly analysis: Analysis }) {
  const live = createProgress(
    () => ({ jobId: props.analysis.job_id, phase: props.analysis.phase, steps: stepText.analysis }),
    () => refresh(getAnalysis.keyFor(props.analysis.id), () => loadAnalysis(props.analysis.id)),
  );
  const isRunning = () => !isFinal(props.analysis.phase);
  createPageTitle(() => {
    const { done, total } = live.progress();
    const { repository } = props.analysis;
    return isRunning() ? analysisText.documentTitle(done, total, repository) : analysisText.title(repository);
  });
  return (
    <>
      <PageHead
        above={
          <a class="link" href={`/repos/${props.analysis.repository_id}`}>
            {props.analysis.repository}
          </a>
        }
        title={analysisText.type[props.analysis.type]}
        below={<AnalysisFacts analysis={props.analysis} />}
        actions={<Actions analysis={props.analysis} />}
      />
      <Switch>
        <Match when={isRunning()}>
          <Steps analysis={props.analysis} live={live} />
        </Match>
        <Match when={props.analysis.phase === "completed"}>
          <AnalysisResult analysis={props.analysis} />
          <Show when={props.analysis.ai}>{(summary) => <AiSummaryCard summary={summary()} />}</Show>
          <Pending>
            <Findings analysisId={props.analysis.id} repositoryId={props.analysis.repository_id} />
          </Pending>
          <details class="card">
            <summary class="card-head disclosure">{analysisText.showProgress}</summary>
            <Steps analysis={props.analysis} live={live} />
          </details>
        </Match>
        <Match when={true}>
          <EndNotice analysis={props.analysis} />
          <Steps analysis={props.analysis} live={live} />
        </Match>
      </Switch>
    </>
  );
}

function Steps(props: { readonly analysis: Analysis; readonly live: ReturnType<typeof createProgress> }) {
  return (
    <ProgressPanel
      phase={props.analysis.phase}
      progress={props.live.progress()}
      events={props.live.events()}
      job={props.live.job()}
    />
  );
}

function Actions(props: { readonly analysis: Analysis }) {
  const navigate = useNavigate();
  const cancel = createTask(async () => {
    await cancelJob(props.analysis.job_id);
    notify({ tone: "ok", text: analysisText.cancelled });
  });
  const retry = createTask(async () => {
    const { analysis_id } = await retryJob(props.analysis.job_id);
    navigate(analysis_id === null ? `/repos/${props.analysis.repository_id}` : `/analysis/${analysis_id}`);
  });
  const problem = () => cancel.problem() ?? retry.problem();
  return (
    <>
      <PhaseBadge phase={props.analysis.phase} state={props.analysis.state} />
      <Show when={!isFinal(props.analysis.phase)}>
        <Button busy={cancel.isBusy()} onClick={() => void cancel.run()}>
          {analysisText.cancel}
        </Button>
      </Show>
      <Show when={props.analysis.phase === "failed" || props.analysis.phase === "cancelled"}>
        <Button variant="primary" busy={retry.isBusy()} onClick={() => void retry.run()}>
          {analysisText.retry}
        </Button>
      </Show>
      <Show when={problem()}>{(known) => <ProblemNotice problem={known()} />}</Show>
    </>
  );
}
