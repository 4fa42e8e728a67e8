import { describe, expect, it } from "vitest";
import { deployedCrons, dueCrons } from "../../scripts/local-crons.ts";

const CRONS = ["* * * * *", "*/2 * * * *", "*/15 * * * *", "17 3 * * *"];

describe("the clock of the local product", () => {
  it("knows the expressions that are deployed", () => {
    expect(deployedCrons()).toEqual(CRONS);
  });

  it.each([
    ["12:01", ["* * * * *"]],
    ["12:00", ["* * * * *", "*/2 * * * *", "*/15 * * * *"]],
    ["12:02", ["* * * * *", "*/2 * * * *"]],
    ["12:45", ["* * * * *", "*/15 * * * *"]],
    ["03:17", ["* * * * *", "17 3 * * *"]],
    ["04:17", ["* * * * *"]],
    ["03:15", ["* * * * *", "*/15 * * * *"]],
  ])("at %s runs what is due then", (time, due) => {
    expect(dueCrons(CRONS, new Date(`2026-11-21T${time}:30Z`))).toEqual(due);
  });
});
