import { createSignal, Show } from "solid-js";
import type { AuditVerdict } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { auditText } from "../../text/audit.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { IconCritical, IconProved, IconShield } from "../../ui/icons.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { verifyAudit } from "./audit.queries.ts";

/** Whether the log is whole, as the server finds it when asked. */
export function VerdictCard() {
  const [verdict, setVerdict] = createSignal<AuditVerdict>();
  const check = createTask(async () => {
    setVerdict(await verifyAudit());
  });
  return (
    <section class="card" aria-labelledby="verdict">
      <div class="standing">
        <VerdictMark verdict={verdict()} />
        <div class="standing-words" role="status">
          <Show when={verdict()} fallback={<Unasked />}>
            {(known) => <Verdict verdict={known()} />}
          </Show>
        </div>
        <Button busy={check.isBusy()} onClick={() => void check.run()}>
          {verdict() === undefined ? auditText.check : auditText.checkAgain}
        </Button>
      </div>
      <Show when={check.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
    </section>
  );
}

function VerdictMark(props: { readonly verdict: AuditVerdict | undefined }) {
  const look = () => ({
    "mark-well": props.verdict?.intact === true,
    "mark-broken": props.verdict?.intact === false,
  });
  return (
    <span class="mark" classList={look()} aria-hidden="true">
      <Show when={props.verdict} fallback={<IconShield />}>
        {(known) => (known().intact ? <IconProved /> : <IconCritical />)}
      </Show>
    </span>
  );
}

function Unasked() {
  return (
    <>
      <h2 id="verdict">{auditText.whole}</h2>
      <p class="second small">{auditText.wholeHint}</p>
    </>
  );
}

function detailOf({ fault, rows, first_seq: first, last_seq: last }: AuditVerdict): string {
  if (fault === null) return auditText.intactDetail(rows, first, last);
  return `${auditText.faults[fault.kind](fault.seq)} ${auditText.brokenDetail}`;
}

function Verdict(props: { readonly verdict: AuditVerdict }) {
  return (
    <>
      <h2 id="verdict">{props.verdict.intact ? auditText.intact : auditText.broken}</h2>
      <p class="second small">
        {detailOf(props.verdict)} {auditText.checked} <RelativeTime at={props.verdict.checked_at} />.
      </p>
      <p class="fact quiet small">
        {auditText.head} <code class="truncate">{props.verdict.head.slice(0, 16)}…</code>
        <CopyButton value={props.verdict.head} label={auditText.copyHash} />
      </p>
    </>
  );
}
