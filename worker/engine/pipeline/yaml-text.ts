/**
 * YAML as text, for files that people will read: stable order, comments, blank lines, quotes only where a reader of YAML 1.1
 * or 1.2 needs them. `writeYaml([entry("name", "CI"), entry("jobs", map([...]))], "header")` gives the whole file.
 */

/** A string is quoted where it must be, and written as a block `|` when it has several lines. `null` writes no value. */
export type YamlValue = string | number | boolean | null | YamlMapValue | YamlListValue | YamlFlowValue | YamlRawValue;

interface YamlMapValue {
  readonly map: readonly YamlEntry[];
}

interface YamlListValue {
  readonly list: readonly YamlItem[];
}

/** A short list on one line. */
interface YamlFlowValue {
  readonly flow: readonly (string | number | boolean)[];
}

/** Written as it is, on one line, for what has no other form: `!reference [.setup, script]`, `&name`. */
interface YamlRawValue {
  readonly raw: string;
}

export interface YamlDecoration {
  /** Above, each line after `# `, wrapped. */
  readonly comment?: string | null;
  /** Behind the value on its line, after ` # `. For values of one line. */
  readonly note?: string | null;
  /** An empty line above. */
  readonly blank?: boolean;
}

/** How a file is laid out. */
export interface YamlStyle {
  /** One level of indentation: some spaces. */
  readonly step: string;
  /** True: the dashes of a list stand deeper than the key above them. */
  readonly indentsLists: boolean;
}

const OWN_STYLE: YamlStyle = { step: "  ", indentsLists: true };

export interface YamlItem extends YamlDecoration {
  readonly value: YamlValue;
}

export interface YamlEntry extends YamlItem {
  readonly key: string;
}

/** Longest comment line, its indentation included. */
const WIDTH = 120;
const CONTROL = /[^\P{Cc}\t\n]|[\u2028\u2029\ufeff]/u;
const CONTROLS = /[\p{Cc}\u2028\u2029\ufeff]/gu;
/** Words that are no strings to a reader of YAML 1.1 or 1.2. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|<<|=|[-+]?\.(?:inf|nan))$/i;
/** Integers and floats in every base, `1:30` (base 60), dates, and what looks enough like them to be read so by someone. */
const NUMERIC = /^[-+]?\.?\d[\d_.,:+\-a-fxot]*$/i;
const LEADING = /^(?:[\s,[\]{}#&*!|>'"%@`]|[-?:](?:\s|$)|---|\.\.\.)/;
const INSIDE = /:\s|\s#|:$|\s$|[\t\n\r]/;
const FLOW_MARKS = /[,[\]{}]/;

export function entry(key: string, value: YamlValue, decoration: YamlDecoration = {}): YamlEntry {
  return { key, value, ...decoration };
}

/** Leaves out what is null, so that a caller may write `condition ? entry(…) : null`. */
export function map(entries: readonly (YamlEntry | null)[]): YamlMapValue {
  return { map: entries.filter((item) => item !== null) };
}

/** The same for names and values that are data, such as variables; order is kept. */
export function mapOf(values: Iterable<readonly [string, YamlValue]>): YamlMapValue {
  return { map: [...values].map(([key, value]) => entry(key, value)) };
}

export function list(values: readonly YamlValue[]): YamlListValue {
  return { list: values.map((value) => ({ value })) };
}

export function flow(values: readonly (string | number | boolean)[]): YamlFlowValue {
  return { flow: values };
}

/** A shell script: one line stays one, several become a block that ends with its newline. */
export function script(text: string): string {
  const trimmed = text.replace(/^\n+|\s+$/g, "");
  return trimmed.includes("\n") ? `${trimmed}\n` : trimmed;
}

/** The whole file, ending with a newline. `header` becomes the comment of its first lines. */
export function writeYaml(
  entries: readonly YamlEntry[],
  header: string | null = null,
  style: YamlStyle = OWN_STYLE,
): string {
  const lines = [...(header === null ? [] : commentLines(header, "")), ...mapLines(entries, { ...style, indent: "" })];
  return `${lines.join("\n")}\n`;
}

/** One string as YAML on one line: plain where every reader reads it back as this string, else quoted. */
export function scalar(text: string, inFlow = false): string {
  if (isPlain(text) && !(inFlow && FLOW_MARKS.test(text))) return text;
  if (text.search(CONTROLS) >= 0) return quoteControls(text);
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

function isPlain(text: string): boolean {
  if (text === "" || CONTROL.test(text)) return false;
  return !(WORDS.test(text) || NUMERIC.test(text) || LEADING.test(text) || INSIDE.test(text));
}

function quoteControls(text: string): string {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(CONTROLS, escaped);
}

/** GitHub's `on:` is written bare by everyone: its reader knows no word but `true` and `false`. */
function keyText(key: string): string {
  return key === "on" ? key : scalar(key);
}

/** The style with the white space in front of what is written next. */
interface Place extends YamlStyle {
  readonly indent: string;
}

function mapLines(entries: readonly YamlEntry[], place: Place): string[] {
  return entries.flatMap((item) => [
    ...above(item, place.indent),
    ...valueLines(`${place.indent}${keyText(item.key)}:`, item, place),
  ]);
}

function listLines(items: readonly YamlItem[], place: Place): string[] {
  const { indent } = place;
  const behindDash = { ...place, indent: `${indent}  ` };
  return items.flatMap((item) => {
    const own = above(item, indent);
    const { value } = item;
    if (!isNested(value)) return [...own, ...valueLines(`${indent}-`, item, place)];
    const inner = "map" in value ? mapLines(value.map, behindDash) : listLines(value.list, behindDash);
    const first = inner.findIndex((line) => line !== "" && !line.trimStart().startsWith("#"));
    const head = inner.slice(0, first).map((line) => (line === "" ? line : `${indent}${line.trimStart()}`));
    const [line = "", ...rest] = inner.slice(first);
    return [...own, ...head, `${indent}- ${line.slice(indent.length + 2)}`, ...rest];
  });
}

function isNested(value: YamlValue): value is YamlMapValue | YamlListValue {
  if (typeof value !== "object" || value === null) return false;
  return ("map" in value && value.map.length > 0) || ("list" in value && value.list.length > 0);
}

/** `start` is the key with its colon, or the dash of a list. */
function valueLines(start: string, item: YamlItem, place: Place): string[] {
  const { value } = item;
  const behind = item.note ? ` # ${item.note}` : "";
  const deeper = { ...place, indent: place.indent + place.step };
  if (isNested(value)) {
    const inner =
      "map" in value ? mapLines(value.map, deeper) : listLines(value.list, place.indentsLists ? deeper : place);
    return [`${start}${behind}`, ...inner];
  }
  if (typeof value === "string" && isBlock(value)) return blockLines(start, value, deeper);
  const text = inlineText(value);
  return [`${start}${text === "" ? "" : ` ${text}`}${behind}`];
}

function inlineText(value: YamlValue): string {
  if (value === null) return "";
  if (typeof value === "string") return scalar(value);
  if (typeof value !== "object") return String(value);
  if ("raw" in value) return value.raw;
  if ("flow" in value) return `[${value.flow.map(flowText).join(", ")}]`;
  return "map" in value ? "{}" : "[]";
}

function flowText(value: string | number | boolean): string {
  return typeof value === "string" ? scalar(value, true) : String(value);
}

function isBlock(text: string): boolean {
  return text.trim().includes("\n") && !CONTROL.test(text);
}

/** Keeps the text exactly: `|-` without a last newline, `|+` with several, `|2` where the first line is indented. */
function blockLines(start: string, text: string, { indent, step }: Place): string[] {
  const lines = text.split("\n");
  const ending = text.endsWith("\n\n") ? "+" : text.endsWith("\n") ? "" : "-";
  if (ending !== "-") lines.pop();
  const indentation = /^[\s]/.test(text) ? String(step.length) : "";
  return [`${start} |${indentation}${ending}`, ...lines.map((line) => (line === "" ? line : indent + line))];
}

function above({ comment, blank }: YamlDecoration, indent: string): string[] {
  const empty = blank ? [""] : [];
  return comment ? [...empty, ...commentLines(comment, indent)] : empty;
}

function commentLines(text: string, indent: string): string[] {
  return text.split("\n").flatMap((line) => wrap(line, WIDTH - indent.length - 2).map((part) => `${indent}# ${part}`));
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
