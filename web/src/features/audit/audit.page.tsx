import "../../styles/security.css";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { auditText } from "../../text/audit.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { getAudit } from "./audit.queries.ts";
import { AuditLog } from "./audit-log.tsx";
import { ExportButton } from "./export-button.tsx";
import { VerdictCard } from "./verdict-card.tsx";

/** Who changed what, whether the log of it is whole, and the log as a file. */
export function AuditPage() {
  createPageTitle(() => auditText.title);
  return (
    <>
      <PageHead title={auditText.title} below={auditText.lead} actions={<ExportButton />} />
      <SettingsNav />
      <VerdictCard />
      <Failing keys={() => [getAudit.key]}>
        <Pending>
          <AuditLog />
        </Pending>
      </Failing>
    </>
  );
}
