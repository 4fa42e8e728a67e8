/** The headers of the pages, as `web/public/_headers` states them for production. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const STATED = fileURLToPath(new URL("../web/public/_headers", import.meta.url));
const BUILT = fileURLToPath(new URL("../dist/client/_headers", import.meta.url));

/**
 * Browsers take `report-to` only with an endpoint over https, and where it stands they leave `report-uri` aside: over plain
 * http no report would ever arrive. So over http `report-uri` stands alone.
 *
 * @param text of a `_headers` file
 * @param origin where the pages are served, `https://app.example.com`
 */
export function pageHeadersAt(text: string, origin: string): string {
  if (new URL(origin).protocol === "https:") return text;
  return text.replace(/^\s*Reporting-Endpoints:.*\n/im, "").replace(/;\s*report-to\s+[\w-]+/i, "");
}

/** Puts the headers for `origin` beside the built pages. Those that stand there already are left alone: a running product watches them. */
export function writePageHeaders(origin: string): void {
  const wanted = pageHeadersAt(readFileSync(STATED, "utf8"), origin);
  if (!existsSync(BUILT) || readFileSync(BUILT, "utf8") !== wanted) writeFileSync(BUILT, wanted);
}
