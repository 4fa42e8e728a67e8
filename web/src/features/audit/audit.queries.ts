import { query } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type { AuditExport, AuditRow, AuditVerdict } from "../../api-types.ts";
import { download } from "../../download.ts";
import type { AuditFilters } from "./audit.model.ts";

const ROWS_A_PAGE = "50";

type AuditPageOfRows = { readonly items: readonly AuditRow[]; readonly next_cursor: string | null };

/** One page of the log, newest first. */
export function loadAudit(filters: AuditFilters, cursor?: string): Promise<AuditPageOfRows> {
  return read(api.api.audit.$get({ query: { limit: ROWS_A_PAGE, ...filters, ...(cursor && { cursor }) } }));
}

export const getAudit = query((filters: AuditFilters): Promise<AuditPageOfRows> => loadAudit(filters), "audit");

/** Reads the whole log on the server and says whether it is whole. */
export function verifyAudit(): Promise<AuditVerdict> {
  return read(api.api.audit.verify.$get());
}

/** Saves what the filters choose as a file. */
export async function exportAudit(format: AuditExport["format"], filters: AuditFilters): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  await download(api.api.audit.export.$post({ json: { format, ...filters } }), `audit-log-${day}.${format}`);
}
