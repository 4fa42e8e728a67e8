/** The same workflow in many repositories is asked about once, and so is what did not change. */
import { GOOD_ANSWER, markedFiles } from "../../support/ai-faults.ts";
import type { Report } from "../report.ts";
import type { Person, Product } from "./product.ts";

const MARK = "one-of-many";
const WORKFLOW = ".github/workflows/ci.yml";

/** The same pipeline in a repository that differs in everything else. */
function clone(index: number, change: (workflow: string) => string = (workflow) => workflow): Record<string, string> {
  const { [WORKFLOW]: workflow = "", ...files } = markedFiles(MARK);
  return {
    ...files,
    [WORKFLOW]: change(workflow),
    "package.json": JSON.stringify({
      name: `clone-${index}`,
      version: `1.0.${index}`,
      scripts: { test: "node --test" },
    }),
    "README.md": `# Clone ${index}\n\nMade for another team.\n`,
    [`src/part-${index}.js`]: `export const part = ${index};\n`,
  };
}

async function callsOf(product: Product): Promise<number> {
  return (await product.callsWith(MARK)).length;
}

/** How many calls `work` causes. */
async function spent(product: Product, work: () => Promise<unknown>): Promise<number> {
  const before = await callsOf(product);
  await work();
  return (await callsOf(product)) - before;
}

type Place = { readonly product: Product; readonly person: Person; readonly other: Person; readonly short: boolean };

export async function proveClones(report: Report, { product, person, other, short }: Place): Promise<void> {
  const count = short ? 12 : 60;
  await product.script({ match: { data: MARK }, times: -1, answer: { json: GOOD_ANSWER } });
  const names = Array.from({ length: count }, (_, index) => `dev/clone-${index}`);
  for (const [index, name] of names.entries()) await product.repository(name, clone(index));

  let ids: string[] = [];
  const first = await spent(product, async () => {
    ids = await person.connect(...names);
    for (const id of ids) await person.analysisOf(id);
  });
  report.claim(`${count} clones of one workflow, analysed at once`, first === 1, `${first} call`);
  const analyses = await Promise.all(ids.map((id) => person.analysisOf(id)));
  const kept = analyses.filter(({ ai_status, ai }) => ai_status === "done" && ai?.kept === 1).length;
  report.claim("every clone has the claim", kept === count, `${kept} of ${count}`);

  const [some = ""] = ids;
  const again = await spent(product, () => person.analyseAgain(some));
  report.claim("an unchanged repository analysed again", again === 0, `${again} calls`);
  const variants = [
    [
      "a comment that changed",
      "commented",
      (text: string) => `# A new remark\n${text.replace("jobs:", "\n# Another one\njobs:")}`,
      0,
    ],
    ["a command that changed", "changed", (text: string) => text.replace("npm test", "npm run check"), 1],
  ] as const;
  for (const [what, name, change, expected] of variants) {
    await product.repository(`dev/${name}`, clone(900, change));
    const calls = await spent(product, async () => {
      const [id = ""] = await person.connect(`dev/${name}`);
      await person.analysisOf(id);
    });
    report.claim(what, calls === expected, `${calls} calls`);
  }

  await product.repository("other/clone", clone(901));
  const foreign = await spent(product, async () => {
    const [id = ""] = await other.connect("other/clone");
    await other.analysisOf(id);
  });
  report.claim("the same workflow in another organization", foreign === 1, `${foreign} call`);
}
