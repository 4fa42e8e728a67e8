import { describe, expect, it } from "vitest";
import { createLog } from "../../worker/log.ts";
import { logLines, logText } from "./support/log-lines.ts";

const log = createLog({ now: () => Date.UTC(2026, 0, 2, 3, 4, 5) });

describe("a log line", () => {
  it("is one JSON object with time, level, event and fields", () => {
    log.with({ correlation_id: "c1" }).warning("something", { org_id: "o1", attempt: 2 });
    expect(logLines("something")).toEqual([
      {
        at: "2026-01-02T03:04:05.000Z",
        level: "warning",
        event: "something",
        correlation_id: "c1",
        org_id: "o1",
        attempt: 2,
      },
    ]);
  });

  it("drops a field that is not on the list", () => {
    const fields = { reason: "known", password: "hunter2" };
    log.info("something", fields);
    expect(logText()).not.toContain("hunter2");
  });

  it("stays one line whatever a text holds", () => {
    log.error("something", { reason: 'first\r\nsecond {"event":"forged"}' });
    expect(logText()).not.toMatch(/[\r\n]/);
    expect(logLines("forged")).toEqual([]);
  });

  it.each([
    ["an API token of ours", `ado_${"a1B2".repeat(9)}`],
    ["a key of an AI provider", `sk-ant-${"a1B2".repeat(9)}`],
    ["a GitHub token", `gho_${"a1B2".repeat(9)}`],
    ["a fine-grained GitHub token", `github_pat_${"a1B2".repeat(9)}`],
    ["a Google key", `AIza${"a1B2".repeat(9)}`],
    ["a session token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
    ["a sealed value", "enc:v1.k1.AAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBBBB"],
    ["an authorization header", "Bearer abcdef123456"],
  ])("masks %s", (_name, secret) => {
    log.error("something", { reason: `failed with ${secret} at last` });
    expect(logLines("something")).toMatchObject([{ reason: "failed with [masked] at last" }]);
  });

  it("is cut at two thousand characters a text", () => {
    log.info("something", { reason: "x".repeat(5_000) });
    expect(String(logLines("something")[0]?.reason)).toHaveLength(2_000);
  });
});
