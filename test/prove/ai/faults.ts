/** Every failure of a provider ends in an analysis that is complete, with all that the rules found. */
import { join } from "node:path";
import { AI_FAULTS, type AiFault, GARBAGE, GOOD_ANSWER, markedFiles, SHORT_FAULTS } from "../../support/ai-faults.ts";
import { readStored } from "../../support/stored-files.ts";
import type { Report } from "../report.ts";
import type { Person, Product } from "./product.ts";

const MAX_CALLS = 3;
const CALL_LIMIT_MS = 60_000;
type Ended = { readonly wrong: string[]; readonly calls: number };

/** One repository for each fault, with a workflow of its own, so that no answer is known yet. */
async function meet(
  product: Product,
  person: Person,
  { fault, mark }: { fault: AiFault; mark: string },
): Promise<Ended> {
  await product.script({ match: { data: mark }, times: -1, answer: fault.answer });
  const [repository = ""] = await person.connect(`dev/${mark}`);
  const analysis = await person.analysisOf(repository);
  const calls = (await product.callsWith(mark)).length;
  const found = await person.ruleFindings(analysis.id);
  const held = await person.reserved();
  await person.ask("PUT", "/api/ai/settings", { enabled: false });
  const without = await person.analyseAgain(repository);
  await person.ask("PUT", "/api/ai/settings", { enabled: true });
  const isSame = found === (await person.ruleFindings(without.id)) && found !== "[]";
  const facts: [boolean, string][] = [
    [analysis.state === "completed", `state ${analysis.state}`],
    [analysis.ai_status === fault.status, `ai_status ${analysis.ai_status}`],
    [(analysis.ai?.reason ?? null) === fault.reason, `reason ${analysis.ai?.reason}`],
    [calls === fault.calls && calls <= MAX_CALLS, `${calls} calls`],
    [held === 0, `${held} tokens held`],
    [without.ai_status === "off", `${without.ai_status} while switched off`],
    [isSame, "findings of rules differ from those without AI"],
  ];
  return { wrong: facts.filter(([holds]) => !holds).map(([, what]) => what), calls };
}

/** A good answer in between ends a row of failures, so that each fault meets a closed circuit. */
async function heal(product: Product, person: Person, mark: string): Promise<void> {
  await product.script({ match: { data: mark }, answer: { json: GOOD_ANSWER } });
  const [repository = ""] = await person.connect(`dev/${mark}`);
  await person.analysisOf(repository);
}

/** Files of the Worker's stores that hold `text`. */
function storesWith(product: Product, text: string): string[] {
  const files = readStored(join(product.stack.dataDir, "worker"));
  return [...files].filter(([, bytes]) => bytes.includes(text)).map(([path]) => path);
}

export async function proveFaults(
  report: Report,
  { product, person, short }: { product: Product; person: Person; short: boolean },
) {
  const faults = AI_FAULTS.filter(({ name }) => !short || SHORT_FAULTS.has(name));
  for (const [index, fault] of faults.entries()) {
    const [mark, healing] = [`fault-${index}-x`, `fault-${index}-healed`];
    await product.repository(`dev/${mark}`, markedFiles(mark));
    await product.repository(`dev/${healing}`, markedFiles(healing));
    const startedAt = Date.now();
    const { wrong, calls } = await meet(product, person, { fault, mark });
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    const figure = wrong.length > 0 ? wrong.join(", ") : `${fault.status}${fault.reason ? `, ${fault.reason}` : ""}`;
    report.claim(fault.name, wrong.length === 0, `${figure}; ${calls} calls, ${seconds} s`);
    if (["server", "network", "timeout"].includes(fault.reason ?? "")) await heal(product, person, healing);
  }
  const slow = (await product.ai.journal()).filter(({ durationMs }) => durationMs > CALL_LIMIT_MS + 1_500);
  report.claim("no call outlives its 60 s", slow.length === 0, `${slow.length} calls`);
  const stored = storesWith(product, GARBAGE);
  report.claim("nothing of an answer of a wrong shape is stored", stored.length === 0, `${stored.length} files`);
}
