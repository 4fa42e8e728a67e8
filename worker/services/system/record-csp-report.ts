import * as z from "zod";
import type { Scope } from "../context.ts";

const MAX_REPORTS = 20;

/** The older form with one report, and the newer one with a list; browsers add fields of their own. */
const OldReport = z.object({ "csp-report": z.object({ "violated-directive": z.string() }) });
const NewReports = z.array(z.object({ body: z.object({ effectiveDirective: z.string() }) }));

function directivesOf(report: unknown): string[] {
  const old = OldReport.safeParse(report);
  if (old.success) return [old.data["csp-report"]["violated-directive"]];
  const reports = NewReports.safeParse(report);
  return reports.success ? reports.data.map(({ body }) => body.effectiveDirective) : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Logs which directives browsers saw violated. Anybody can send these, so nothing else of them is kept. */
export function recordCspReport(scope: Scope, text: string): void {
  for (const directive of directivesOf(parse(text)).slice(0, MAX_REPORTS)) {
    scope.log.warning("csp_violation", { directive: directive.slice(0, 100) });
  }
}
