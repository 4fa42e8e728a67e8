import { useLocation, useSearchParams } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { AuditExport } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { auditText } from "../../text/audit.ts";
import { IconDownload, IconSpinner } from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { notify } from "../../ui/toasts.tsx";
import { createCan } from "../session/create-can.ts";
import { createStepUp, StepUpDialog } from "../session/step-up.tsx";
import { type AuditSearch, filtersOf } from "./audit.model.ts";
import { exportAudit } from "./audit.queries.ts";

/** Saves the log as a file, once GitHub has confirmed who asks. */
export function ExportButton() {
  const can = createCan();
  const location = useLocation();
  const [search] = useSearchParams<AuditSearch>();
  const [isConfirming, setConfirming] = createSignal(false);
  const save = createTask(async (format: AuditExport["format"]) => {
    await exportAudit(format, filtersOf(search));
    notify({ tone: "ok", text: auditText.exported });
  });
  const needsStepUp = createStepUp(save.problem);
  const ask = async (format: AuditExport["format"]) => {
    if (!needsStepUp()) await save.run(format);
    const problem = save.problem();
    if (needsStepUp()) setConfirming(true);
    else if (problem) notify({ tone: "failure", text: problem.detail });
  };
  return (
    <Show when={can("audit.export")}>
      <Menu
        label={auditText.export}
        wide
        variant="secondary"
        items={[
          { label: auditText.exportCsv, run: () => void ask("csv") },
          { label: auditText.exportJson, run: () => void ask("json") },
        ]}
      >
        <Show when={save.isBusy()} fallback={<IconDownload />}>
          <IconSpinner class="icon spin" />
        </Show>
        {auditText.export}
      </Menu>
      <StepUpDialog
        open={isConfirming()}
        returnTo={location.pathname + location.search}
        onClose={() => setConfirming(false)}
      />
    </Show>
  );
}
