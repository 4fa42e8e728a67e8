import { memo } from "../memo.ts";
import type { SourceFile } from "../model/source-file.ts";

/** An element of an XML manifest, without its namespaces, comments and processing instructions. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, trimmed. */
  readonly text: string;
  /** Where its tag starts in the file's text. */
  readonly offset: number;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
  readonly offset: number;
}

const MAX_DEPTH = 100;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The root element; null for text that is no well-formed XML. One pass, without going back. */
function readXml(text: string): XmlElement | null {
  const root: Open = { name: "", attributes: {}, children: [], text: "", offset: 0 };
  const open: Open[] = [root];
  for (let at = 0; at < text.length; ) {
    const next = step(text, at, open);
    if (next < 0) return null;
    at = next;
  }
  return open.length === 1 && root.children.length === 1 ? (root.children[0] ?? null) : null;
}

/** Reads the text up to the next tag, or one tag: where to go on, or -1 where the text is broken. */
function step(text: string, at: number, open: Open[]): number {
  const here = open.at(-1);
  if (!here || open.length > MAX_DEPTH) return -1;
  if (text[at] !== "<") {
    const end = text.indexOf("<", at);
    const stop = end < 0 ? text.length : end;
    here.text += decode(text.slice(at, stop));
    return stop;
  }
  if (text.startsWith("<![CDATA[", at)) return readRaw(text, at, here);
  if (text.startsWith("<!--", at)) return after(text, "-->", at + 4);
  return /^<[?!]/.test(text.slice(at, at + 2)) ? after(text, ">", at) : readTag(text, at, open);
}

function readRaw(text: string, at: number, here: Open): number {
  const end = text.indexOf("]]>", at);
  here.text += end < 0 ? "" : text.slice(at + 9, end);
  return end < 0 ? -1 : end + 3;
}

function readTag(text: string, at: number, open: Open[]): number {
  const end = endOfTag(text, at);
  if (end < 0) return -1;
  const inner = text.slice(at + 1, end);
  if (inner.startsWith("/")) return close(inner.slice(1).trim(), open) ? end + 1 : -1;
  const isEmpty = inner.endsWith("/");
  const name = /^[^\s/]+/.exec(inner)?.[0] ?? "";
  if (name === "") return -1;
  const attributes = readAttributes(inner.slice(name.length));
  open.push({ name: name.replace(/^.*:/, ""), attributes, children: [], text: "", offset: at });
  if (isEmpty) close(name, open);
  return end + 1;
}

function close(name: string, open: Open[]): boolean {
  const last = open.at(-1);
  const parent = open.at(-2);
  if (!last || !parent || last.name !== name.replace(/^.*:/, "")) return false;
  open.pop();
  parent.children.push({ ...last, text: last.text.trim() });
  return true;
}

/** The `>` of a tag: one in quotes is no end. */
function endOfTag(text: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return at;
  }
  return -1;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(?<![\w:.-])([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(pairs.map(([, name = "", double, single]) => [name, decode(double ?? single ?? "")]));
}

function decode(text: string): string {
  return text.replaceAll(/&(\w{2,4});/g, (written, name: string) => ENTITIES[name] ?? written);
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

/** The root element of a file, read once; null for one that is no well-formed XML. */
export const xmlOf = memo((file: SourceFile) => readXml(file.text.replace(/^\ufeff/, " ")));

/** The first element under a path of names; undefined where any is missing. */
export function elementAt(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  let here = element;
  for (const name of names) here = here?.children.find((child) => child.name === name);
  return here;
}

/** Elements of a name at any depth, in their order. */
export function* elementsNamed(element: XmlElement, name: string): Generator<XmlElement> {
  for (const child of element.children) {
    if (child.name === name) yield child;
    yield* elementsNamed(child, name);
  }
}
