import { vi } from "vitest";
import { hear } from "./planted/register.ts";

const lines: string[] = [];

/** Keeps what the Worker logs out of the test output, and in reach of `logLines`. */
export function captureLogs(): void {
  lines.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: unknown) => {
    lines.push(String(line));
    hear({ where: "the log", text: String(line) });
  });
}

/** Log lines of this test so far with this event, as objects. */
export function logLines(event: string): Record<string, unknown>[] {
  return lines.map((line) => JSON.parse(line)).filter((line) => line.event === event);
}

/** Everything logged in this test so far. */
export function logText(): string {
  return lines.join("\n");
}
