import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { setAiKey } from "../../worker/services/ai/ai-keys.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { aiControl } from "./support/ai.ts";
import { artifactOf, NODE_APP, type World, world } from "./support/generation.ts";
import { githubAs, pushTo } from "./support/github.ts";
import { testCtx, testScope } from "./support/scope.ts";

const CI = ".github/workflows/ci.yml";
const TEXT = `name: CI
on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: make test # all of it
        shell: bsh
`;
const LINE = 11;
const REPAIR = { path: CI, line: LINE, endLine: LINE, quote: "        shell: bsh", replacement: "        shell: bash" };

const answer = (edits: readonly object[]) => ({
  answer: { json: { title: "Use bash", explanation: "The shell was misspelt.", edits } },
});

/** A repository whose organization has a key that works. */
async function withKey(files: Record<string, string>): Promise<World> {
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
  const here = await world(files);
  await aiControl.script({ answer: { json: { ok: true } } });
  await setAiKey(testCtx(here.caller), { provider: "gemini", key: `key-of-${crypto.randomUUID()}`, plan: "paid" });
  await aiControl.clearJournal();
  return here;
}

type Listed = { id: string; rule: string; origin: string; remediation_id: string | null };

async function analysed(here: World) {
  const started = await here.caller.post("/api/analysis", { repository_id: here.repositoryId });
  const { job_id: jobId, analysis_id: analysisId } = (await started.json()) as Record<string, string>;
  await aiControl.script({ answer: { json: { claims: [] } } });
  await runJob(testScope(), jobId ?? "", jobHandlers);
  const page = await here.caller.get(`/api/analysis/${analysisId}/recommendations?limit=100`);
  const { items } = (await page.json()) as { items: Listed[] };
  return { analysisId, items };
}

async function asked(here: World) {
  const { analysisId, items } = await analysed(here);
  const found = items.find(({ rule }) => rule === "invalid-shell");
  const fix = async () => {
    const response = await here.caller.post(`/api/recommendations/${found?.id}/fix`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { analysisId, fix };
}

describe("a fix that is asked for", { timeout: 30_000 }, () => {
  it("is stored with its receipt and its model when it passes the proof, and goes into a pull request like any other", async () => {
    const here = await withKey({ [CI]: TEXT });
    const { analysisId, fix } = await asked(here);
    await aiControl.script(answer([REPAIR]));
    const { body } = await fix();
    expect(body).toMatchObject({
      status: "proved",
      reasons: [],
      source: { provider: "gemini" },
      remediation: { rule: "invalid-shell", fix_class: "review", origin: "ai", source: { provider: "gemini" } },
    });
    const { id, diff, receipt } = body.remediation as {
      id: string;
      diff: string;
      receipt: { checks: { passed: boolean }[] };
    };
    expect(diff).toContain("+        shell: bash");
    expect(receipt.checks.every(({ passed }) => passed)).toBe(true);
    const plan = await here.caller.post(`/api/analysis/${analysisId}/apply`, { remediation_ids: [id] });
    expect(await plan.json()).toMatchObject({ state: "planned", files: [{ path: CI }] });
    expect((await fix()).status).toBe(409);
  });

  it("may be repaired once, is told why in our words alone, and is then refused with the reasons", async () => {
    const here = await withKey({ [CI]: TEXT });
    const { fix } = await asked(here);
    await aiControl.clearJournal();
    const removed = {
      ...REPAIR,
      line: 10,
      quote: "      - run: make test # all of it\n        shell: bsh",
      replacement: "",
    };
    await aiControl.script({ times: -1, ...answer([removed]) });
    const { body } = await fix();
    expect(body).toMatchObject({ status: "refused", remediation: null });
    expect(body.reasons).not.toEqual([]);
    const journal = await aiControl.journal();
    expect(journal).toHaveLength(2);
    expect(JSON.stringify(journal[1])).toContain("Your last change was refused");
  });

  it("is off without a key, and refused for a finding that has a proved one", async () => {
    const here = await world({ [CI]: TEXT.replace("    timeout-minutes: 10\n", "") });
    vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
    const { items } = await analysed(here);
    const of = (rule: string) => items.find((item) => item.rule === rule)?.id;
    const off = await here.caller.post(`/api/recommendations/${of("invalid-shell")}/fix`);
    expect(await off.json()).toMatchObject({ status: "off", reasons: ["no_key"] });
    expect((await here.caller.post(`/api/recommendations/${of("missing-job-timeout")}/fix`)).status).toBe(409);
  });
});

describe("a review of a pull request", { timeout: 30_000 }, () => {
  it("lists new findings of the rules and claims about changed lines, and nothing else", async () => {
    const base = TEXT.replace("        shell: bsh\n", "");
    const here = await withKey({ [CI]: base });
    const changed = `${base}      - run: sleep 60\n      - run: make deploy\n        shell: bsh\n`;
    await pushTo(here.made.fullName, { [CI]: changed }, "autodevops/change");
    const github = await githubAs();
    const pull = { head: "autodevops/change", base: "main", title: "Change", body: "" };
    const { number } = await github.createPull(here.made, pull);
    const claim = (line: number, quote: string) => ({
      topic: "fixed-wait",
      category: "ci_cd",
      severity: "low",
      title: "Waits a fixed time",
      message: "Ask until it is ready.",
      path: CI,
      line,
      endLine: line,
      quote,
    });
    const claims = [claim(11, "      - run: sleep 60"), claim(10, "      - run: make test # all of it")];
    await aiControl.script({ answer: { json: { claims } } });
    const response = await here.caller.post(`/api/repositories/${here.repositoryId}/review`, { pull_number: number });
    const review = (await response.json()) as { notes: { origin: string; id: string; line: number }[] };
    expect(review).toMatchObject({ pull_number: number, paths: [CI], ai: { status: "done", kept: 1 } });
    const notes = review.notes.map(({ origin, id, line }) => `${origin} ${id} ${line}`);
    expect(notes).toContain("rule invalid-shell 13");
    expect(notes.filter((note) => note.startsWith("ai"))).toEqual(["ai fixed-wait 11"]);
  });

  it("of a pull request that is not there is not found", async () => {
    const here = await world({ [CI]: TEXT });
    const response = await here.caller.post(`/api/repositories/${here.repositoryId}/review`, { pull_number: 99 });
    expect(response.status).toBe(404);
  });
});

describe("a generated configuration that the AI goes over", { timeout: 30_000 }, () => {
  const over = async (change: (text: string) => string) => {
    const here = await withKey(NODE_APP);
    const { files } = await artifactOf(here);
    const text = files[0]?.text ?? "";
    await aiControl.script({ times: -1, answer: { json: { text: change(text), explanation: "The tests need it." } } });
    return { text, artifact: await artifactOf(here, { ai: true }) };
  };

  it("has its text when it passes every check", async () => {
    const { text, artifact } = await over((written) => written.replace("- name: Test\n", "- name: Run the tests\n"));
    expect(artifact).toMatchObject({ origin: "ai", ai: { status: "done", kept: 1 } });
    expect(artifact.files[0]?.text).toBe(text.replace("- name: Test\n", "- name: Run the tests\n"));
  });

  it("stays what the rules wrote when the AI's text would bring a risk", async () => {
    const { text, artifact } = await over((written) => written.replace("contents: read", "contents: write"));
    expect(artifact).toMatchObject({ origin: "rules", ai: { status: "done", kept: 0, dropped: { refused: 2 } } });
    expect(artifact.files[0]?.text).toBe(text);
  });

  it("stays what the rules wrote, and is theirs, when the AI changes nothing", async () => {
    const { artifact } = await over((written) => written);
    expect(artifact).toMatchObject({ origin: "rules", ai: { status: "done", kept: 0, dropped: {} } });
  });
});
