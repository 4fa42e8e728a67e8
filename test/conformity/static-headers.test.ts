import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pageHeadersAt } from "../../scripts/page-headers.ts";

const FILE = fileURLToPath(new URL("../../web/public/_headers", import.meta.url));

/** Headers of a pattern in the file, names in lower case. */
function headersOf(pattern: string, origin = "https://app.example.com"): Record<string, string> {
  const block = pageHeadersAt(readFileSync(FILE, "utf8"), origin)
    .split(/\n(?=\S)/)
    .find((text) => text.startsWith(`${pattern}\n`));
  const lines = (block ?? "")
    .split("\n")
    .slice(1)
    .filter((line) => line.includes(": "));
  return Object.fromEntries(
    lines.map((line) => line.trim().split(/: (.*)/s)).map(([name = "", value = ""]) => [name.toLowerCase(), value]),
  );
}

describe("the static headers", () => {
  it("allow scripts and styles of our own alone, and no text to become markup", () => {
    const policy = headersOf("/*")["content-security-policy"]?.split("; ");
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: https://avatars.githubusercontent.com",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "worker-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types solid-template",
      "report-to csp",
      "report-uri /api/csp-report",
    ]);
  });

  it("are the rest of the golden ones for pages", () => {
    expect(headersOf("/*")).toMatchObject({
      "reporting-endpoints": 'csp="/api/csp-report"',
      "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "origin-agent-cluster": "?1",
      "cache-control": "no-cache",
    });
  });

  it("let hashed assets be kept for ever", () => {
    expect(headersOf("/assets/*")).toEqual({ "cache-control": "public, max-age=31536000, immutable" });
  });

  it("send reports over http where browsers take them: to the address alone", () => {
    const { "content-security-policy": policy = "", "reporting-endpoints": endpoints, ...others } = headersOf("/*");
    expect(endpoints).toBeDefined();
    expect(headersOf("/*", "http://localhost:8787")).toEqual({
      ...others,
      "content-security-policy": policy.replace("; report-to csp", ""),
    });
  });
});
