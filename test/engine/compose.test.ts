import { expect, it } from "vitest";
import { analyze } from "../../worker/engine/analyze.ts";
import { tableLookups } from "../../worker/engine/data/action-pins.ts";
import { composeRemediations, verifyEdits } from "../../worker/engine/prove/compose.ts";
import { NOW, patchedTexts, snapshot } from "../support/engine.ts";

const JOBS =
  "jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v7\n      - run: make\n";
const options = { now: NOW, lookups: tableLookups() };

it.each([
  ["the push last", "on:\n  pull_request:\n  push:\n"],
  ["the push first", "on:\n  push:\n  pull_request:\n"],
  ["a comment behind the push", "on:\n  pull_request:\n  push: # all\n\n"],
  ["brackets", "on: [push, pull_request]\n\n"],
  ["dashes", "on:\n  - push\n  - pull_request\n"],
  ["dashes at the margin and CRLF", "on:\r\n- pull_request\r\n- push # x\r\n"],
])("every fix of a flawed workflow goes into one change: %s", (_, on) => {
  const source = snapshot(on + (on.includes("\r") ? JOBS.replaceAll("\n", "\r\n") : JOBS));
  const { findings, remediations } = analyze(source, options);
  expect(findings.filter(({ fixable }) => !fixable)).toEqual([]);
  const { edits, left, resolved } = composeRemediations(source, remediations, options);
  expect(left).toEqual([]);
  expect(resolved).toHaveLength(findings.length);
  expect(analyze(snapshot(patchedTexts(source, edits)), options).findings).toEqual([]);
});

it("fixes of jobs that are alike go together, although they part the jobs on the way", () => {
  const job = (id: string) =>
    `  ${id}:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v7\n      - uses: actions/setup-node@v7\n        with: {node-version: "24"}\n      - run: make ${id}\n      - run: make\n`;
  const same = job("a").replace("make a", "make all");
  const jobs = ["a", "b", "c", "d"].map((id) => same.replace("  a:", `  ${id}:`)).join("");
  const source = snapshot(`on: [push, pull_request]\njobs:\n${jobs}`);
  const { findings, remediations } = analyze(source, options);
  expect(findings.map(({ rule }) => rule)).toContain("repeated-setup");
  const { left, edits } = composeRemediations(source, remediations, options);
  expect(left).toEqual([]);
  const after = analyze(snapshot(patchedTexts(source, edits)), options).findings;
  expect(new Set(after.map(({ rule }) => rule))).toEqual(new Set(["repeated-setup"]));
});

it("a fix that brings milder findings to light holds beside others too", () => {
  const text = JOBS.replace("actions/checkout@v7", "action/checkout@v7");
  const source = snapshot(`on: pull_request\npermissions: {}\n${text}`);
  const { remediations } = analyze(source, options);
  const squat = remediations.find(({ rule }) => rule === "typosquat-action");
  expect(squat).toBeDefined();
  expect(remediations.length).toBeGreaterThan(1);
  const { left, edits } = composeRemediations(source, remediations, options);
  expect(left).toEqual([]);
  expect(Object.values(patchedTexts(source, edits)).join()).toContain("uses: actions/checkout@");
  const claim = { rule: "typosquat-action", resolves: squat?.resolves ?? [], edits: squat?.edits ?? [] };
  expect(verifyEdits(source, claim, options)).toMatchObject({ ok: true, reason: null });
});
