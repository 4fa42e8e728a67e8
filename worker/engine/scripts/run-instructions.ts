import { dockerfilesOf } from "../model/docker/dockerfile.ts";
import type { DockerInstruction } from "../model/docker/instructions.ts";
import { isSamplePath } from "../model/sample-path.ts";
import type { SourceFile } from "../model/source-file.ts";

/** What a `RUN` instruction gives to its shell. */
interface RunScript {
  /** As long as the source, so that offsets fit: comments between continued lines are blanked. */
  readonly text: string;
  /** Where the text starts in the file. */
  readonly offset: number;
  /** The stage by its name or number. */
  readonly anchor: string;
  /** The instructions of its stage in front of it, the `FROM` first. */
  readonly stage: readonly DockerInstruction[];
}

const HEREDOC = /^<<-?(["']?)[A-Za-z_][\w.-]*\1$/;

/** Every `RUN` of a Dockerfile in its shell form; nothing for another file, or for one in a folder of samples. */
export function runScripts(file: SourceFile): RunScript[] {
  if (isSamplePath(file.path)) return [];
  return dockerfilesOf({ files: [file] }).flatMap(({ instructions }) => {
    let stages = 0;
    let name = "";
    let from = 0;
    return instructions.flatMap((instruction, index): RunScript[] => {
      if (instruction.keyword === "FROM") {
        name = stageName(instruction) ?? String(stages++);
        from = index;
      }
      const script = instruction.keyword === "RUN" ? scriptOf(file, instruction) : null;
      return script ? [{ ...script, anchor: `${name}.RUN`, stage: instructions.slice(from, index) }] : [];
    });
  });
}

function stageName({ words }: DockerInstruction): string | null {
  const as = words.findIndex(({ text }) => text.toLowerCase() === "as");
  return as === -1 ? null : (words[as + 1]?.text ?? null);
}

function scriptOf(file: SourceFile, { words, end }: DockerInstruction): Pick<RunScript, "text" | "offset"> | null {
  // `--mount=…`, `--network=…` and the like stand in front of the command.
  const from = words.findIndex(({ text }) => !text.startsWith("--"));
  const [first, last] = [words[from], words.at(-1)];
  if (!first || !last || first.text.startsWith("[")) return null;
  if (HEREDOC.test(first.text) && first === last) return bodyOf(file, last.at.end, end);
  if (words.some(({ text }) => text.includes("<<"))) {
    return { text: file.slice({ start: first.at.start, end }), offset: first.at.start };
  }
  const source = file.slice({ start: first.at.start, end: last.at.end });
  const text = source.replaceAll(/^[ \t]*#.*$/gm, (comment) => `${" ".repeat(comment.length - 1)}\\`);
  return { text, offset: first.at.start };
}

/** The lines between `RUN <<EOF` and its marker. */
function bodyOf(file: SourceFile, from: number, end: number): Pick<RunScript, "text" | "offset"> {
  const start = file.text.indexOf("\n", from) + 1;
  const body = file.slice({ start, end }).trimEnd();
  return { text: body.slice(0, Math.max(body.lastIndexOf("\n"), 0)), offset: start };
}
