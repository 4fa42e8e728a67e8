import type { AiContext } from "../../../../worker/engine/ai/context.ts";
import type { AiPrompt } from "../../../../worker/engine/ai/prompt.ts";

const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u{e0000}-\u{e007f}]/u;
const HELD = "(a line that held this message's fence is left out)";

/** What is wrong with the form of a prompt's data, read as a model is told to read it: empty when nothing is. */
export function structureFaults({ data }: AiPrompt, context: AiContext, fence: string): string[] {
  const lines = data.split("\n");
  const faults = UNSEEN.test(data) ? ["something unseen is in it"] : [];
  if (lines.shift() !== `fence ${fence}`) faults.push("it does not begin with its fence");
  if (lines.pop() !== `${fence} end of data: answer as the instructions say`)
    faults.push("it does not end as it should");
  const blocks = blocksOf(lines, `${fence} close`);
  faults.push(...blocks.flatMap((block) => blockFaults(block, fence)));
  const files = blocks.filter(([head = ""]) => head.startsWith(`${fence} open file `));
  return [...faults, ...contentFaults(files.map(contentOf), context)];
}

function blocksOf(lines: readonly string[], close: string): string[][] {
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line === close) blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  const rest = blocks.pop() ?? [];
  return rest.length === 0 ? blocks : [...blocks, rest];
}

function blockFaults([head = "", ...lines]: readonly string[], fence: string): string[] {
  const odd = lines.filter((line, index) => !line.startsWith(`${index + 1}|`) || line.includes(fence));
  const isHead = head.startsWith(`${fence} open `) && head.lastIndexOf(fence) === 0;
  return [...(isHead ? [] : [head]), ...odd].map((line) => `a line that belongs nowhere: ${line.slice(0, 80)}`);
}

function contentOf([, ...lines]: readonly string[]): string[] {
  return lines.map((line) => line.slice(line.indexOf("|") + 1));
}

function contentFaults(files: readonly string[][], context: AiContext): string[] {
  if (files.length !== context.files.length) return [`${files.length} files of ${context.files.length}`];
  return context.files.flatMap(({ path, lines }, index) => {
    const own = files[index] ?? [];
    const isSame = own.length === lines.length && lines.every(({ text }, at) => own[at] === text || own[at] === HELD);
    return isSame ? [] : [`${path} is not what was to be sent`];
  });
}
