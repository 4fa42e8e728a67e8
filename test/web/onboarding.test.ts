import { beforeEach, describe, expect, it } from "vitest";
import {
  isConnectable,
  offeredRows,
  pathAfter,
  toggleSelection,
} from "../../web/src/features/onboarding/onboarding.model.ts";
import {
  accessUrl,
  forgetChoice,
  recallChoice,
  rememberChoice,
} from "../../web/src/features/onboarding/pending-choice.ts";
import { OFFERED } from "../support/web-mock/fleet.ts";

const ORIGIN = "http://localhost:8787";
const CHOICE = { nonce: "n-1", repositories: ["acme/website"], at: 1_000_000 };

describe("offered repositories", () => {
  it("are listed by last push, empty ones at the end whenever they were pushed", () => {
    const now = new Date().toISOString();
    const rows = offeredRows(
      OFFERED.map((row) => (row.empty ? { ...row, pushed_at: now } : row)),
      "",
    );
    expect([rows[0]?.full_name, rows.at(-1)?.full_name]).toEqual(["acme/storefront", "acme/new-idea"]);
  });

  it("are found by any part of the name", () => {
    expect(offeredRows(OFFERED, "DOT").map((row) => row.full_name)).toEqual(["mona/dotfiles"]);
  });

  it("can be connected when they are ours to administer and not connected", () => {
    const refused = OFFERED.filter((row) => !isConnectable(row)).map((row) => row.full_name);
    expect(refused).toEqual(["acme/storefront", "partner/shared-actions"]);
  });

  it.each([
    ["can be connected again by an administrator", true],
    ["cannot be connected again by others", false],
  ])("that whoever connected them can reach no longer %s", (_name, can_connect) => {
    const broken = OFFERED.filter(({ connected_id: id }) => id !== null).map((row) => ({
      ...row,
      can_connect,
      broken: true,
    }));
    expect(broken.map(isConnectable)).toEqual([can_connect]);
  });
});

describe("choosing repositories", () => {
  const rows = offeredRows(OFFERED, "");

  it("switches one row", () => {
    const chosen = toggleSelection(new Set(), rows, { name: "acme/website", on: true });
    expect([...chosen]).toEqual(["acme/website"]);
    expect([...toggleSelection(chosen, rows, { name: "acme/website", on: false })]).toEqual([]);
  });

  it("chooses everything between two rows, in both directions", () => {
    const down = toggleSelection(new Set(), rows, { name: "acme/website", on: true, anchor: "acme/mobile-app" });
    const up = toggleSelection(new Set(), rows, { name: "acme/mobile-app", on: true, anchor: "acme/website" });
    expect([...down]).toEqual(["acme/mobile-app", "acme/billing", "acme/website"]);
    expect([...up].sort()).toEqual([...down].sort());
  });

  it("leaves out what cannot be connected", () => {
    const chosen = toggleSelection(new Set(), rows, { name: "acme/mobile-app", on: true, anchor: "acme/storefront" });
    expect([...chosen]).toEqual(["acme/mobile-app"]);
  });
});

describe("after connecting", () => {
  const item = (change: object) => ({
    full_name: "a/b",
    repository_id: "r-1",
    job_id: "j-1",
    analysis_id: "x-1",
    problem: null,
    ...change,
  });

  it.each([
    ["one repository leads to its analysis", [item({})], "/analysis/x-1"],
    ["one without an analysis leads to its page", [item({ analysis_id: null })], "/repos/r-1"],
    ["several lead to the fleet", [item({}), item({})], "/"],
    [
      "a failure beside a success leads to the success",
      [item({ problem: { code: "c", detail: "d" } }), item({})],
      "/analysis/x-1",
    ],
    [
      "nothing connected leads nowhere",
      [item({ repository_id: null, problem: { code: "c", detail: "d" } })],
      undefined,
    ],
  ])("%s", (_name, items, path) => {
    expect(pathAfter({ items })).toBe(path);
  });
});

describe("a choice that waits for GitHub", () => {
  beforeEach(() => sessionStorage.clear());

  it("is remembered for fifteen minutes", () => {
    rememberChoice(sessionStorage, CHOICE);
    expect(recallChoice(sessionStorage, CHOICE.at + 14 * 60_000)).toEqual(CHOICE);
    expect(recallChoice(sessionStorage, CHOICE.at + 15 * 60_000)).toBeUndefined();
  });

  it("is gone once it is forgotten", () => {
    rememberChoice(sessionStorage, CHOICE);
    forgetChoice(sessionStorage);
    expect(recallChoice(sessionStorage, CHOICE.at)).toBeUndefined();
  });

  it.each(["{", "null", "[]", '{"nonce":1}', '"text"'])("is not read from %s", (stored) => {
    sessionStorage.setItem("ado.pending-connect", stored);
    expect(recallChoice(sessionStorage, 0)).toBeUndefined();
  });

  it("leads back to the page that goes on with it", () => {
    const url = accessUrl("/api/auth/github?access=repositories&return_to=%2Fonboarding", "n-1", ORIGIN);
    expect(new URL(url, ORIGIN).searchParams.get("return_to")).toBe("/onboarding?continue=n-1");
  });

  it("leaves an address of another site alone", () => {
    expect(accessUrl("https://github.com/x?y=1", "n-1", ORIGIN)).toBe("https://github.com/x?y=1");
  });
});
