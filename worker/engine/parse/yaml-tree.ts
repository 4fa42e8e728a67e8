import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { YamlDocument } from "./yaml.ts";
import type { ScalarStyle, YamlAlias, YamlMap, YamlNode, YamlPair, YamlScalar, YamlSeq } from "./yaml-node.ts";
import { flowEnd, pointOfAbsentValue, skipToBlockHeader } from "./yaml-positions.ts";

/** The most nodes a document may stand for once its aliases are followed: a bomb of nested aliases stops here. */
const MAX_EXPANDED_NODES = 200_000;

const STYLES: Readonly<Record<number, ScalarStyle>> = {
  [SCALAR_STYLE.PLAIN]: "plain",
  [SCALAR_STYLE.SINGLE_QUOTED]: "single",
  [SCALAR_STYLE.DOUBLE_QUOTED]: "double",
  [SCALAR_STYLE.LITERAL_BLOCK]: "literal",
  [SCALAR_STYLE.FOLDED_BLOCK]: "folded",
};

/** Thrown for a document that is YAML but hostile or unusable; the parser turns it into a value. */
export class YamlLimitError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Target = Mutable<YamlScalar> | Mutable<YamlMap> | Mutable<YamlSeq>;
type Marked = Pick<ScalarEvent, "anchorStart" | "anchorEnd" | "tagStart" | "tagEnd">;

/** A collection under construction, with the key that waits for its value. */
interface Frame {
  readonly node: Mutable<YamlMap> | Mutable<YamlSeq>;
  readonly children: (YamlNode | YamlPair)[];
  readonly keys: Set<string>;
  key: YamlNode | null;
  size: number;
}

/** Builds trees from a flat stream of events, keeping a cursor behind what was consumed, for positions that events do not carry. */
export class YamlTreeBuilder {
  readonly #text: string;
  readonly #events: readonly Event[];
  #frames: Frame[] = [];
  #anchors = new Map<string, { node: Target; size: number }>();
  #open = new Set<string>();
  #duplicates: YamlPair[] = [];
  #root: YamlNode | null = null;
  #size = 0;
  #cursor = 0;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  /** Throws YamlLimitError for unknown or recursive aliases and for too many nodes. */
  documents(): YamlDocument[] {
    const documents: YamlDocument[] = [];
    for (const event of this.#events) {
      if (event.type === EVENT_ID.DOCUMENT) this.#begin();
      else if (event.type === EVENT_ID.POP && this.#frames.length === 0) {
        documents.push({ root: this.#root, duplicates: this.#duplicates });
      } else this.#take(event);
    }
    return documents;
  }

  #begin(): void {
    this.#frames = [];
    this.#anchors = new Map();
    this.#open = new Set();
    this.#duplicates = [];
    this.#root = null;
    this.#size = 0;
  }

  #take(event: Exclude<Event, { type: typeof EVENT_ID.DOCUMENT }>): void {
    if (event.type === EVENT_ID.SCALAR) this.#add(this.#scalar(event), 1);
    else if (event.type === EVENT_ID.ALIAS) this.#alias(event.anchorStart, event.anchorEnd);
    else if (event.type === EVENT_ID.POP) this.#close();
    else this.#openCollection(event);
  }

  #openCollection(event: Exclude<Event, { type: 1 | 4 | 5 | 6 }>): void {
    const flow = event.style === COLLECTION_STYLE.FLOW;
    const children: (YamlNode | YamlPair)[] = [];
    const node = this.#collection(event, children, flow);
    if (node.anchor !== null) this.#open.add(node.anchor);
    this.#frames.push({ node, children, keys: new Set(), key: null, size: 1 });
    this.#cursor = Math.max(this.#cursor, flow ? event.start + 1 : event.start);
  }

  /** Literals with their keys in one order: spreading is slow here, and every node of every file passes. */
  #collection(
    event: Exclude<Event, { type: 1 | 4 | 5 | 6 }>,
    children: Frame["children"],
    flow: boolean,
  ): Frame["node"] {
    const { start } = event;
    const { anchor, tag, outerStart } = this.#marks(event, start);
    if (event.type === EVENT_ID.MAPPING) {
      const pairs = children as YamlPair[];
      return { kind: "map", start, end: start, outerStart, anchor, tag, aliased: false, flow, pairs };
    }
    const items = children as YamlNode[];
    return { kind: "seq", start, end: start, outerStart, anchor, tag, aliased: false, flow, items };
  }

  #close(): void {
    const frame = this.#frames.pop();
    if (!frame) return;
    const { node } = frame;
    node.end = node.flow ? flowEnd(this.#text, node, this.#cursor) : Math.max(node.start, lastEnd(node));
    if (node.flow) this.#cursor = node.end;
    if (node.anchor !== null) this.#open.delete(node.anchor);
    this.#add(node, frame.size);
  }

  #alias(anchorStart: number, anchorEnd: number): void {
    const name = this.#text.slice(anchorStart, anchorEnd);
    const start = anchorStart - 1;
    if (this.#open.has(name)) {
      throw new YamlLimitError(`The alias \`*${name}\` stands inside its own anchor; remove it.`, start);
    }
    const anchored = this.#anchors.get(name);
    if (!anchored) {
      throw new YamlLimitError(
        `The alias \`*${name}\` has no anchor \`&${name}\` above it; define the anchor first.`,
        start,
      );
    }
    anchored.node.aliased = true;
    const own = { start, end: anchorEnd, outerStart: start, anchor: null, tag: null, aliased: false };
    const node: YamlAlias = { ...own, kind: "alias", name, target: anchored.node };
    this.#cursor = anchorEnd;
    this.#add(node, anchored.size);
  }

  #scalar(event: ScalarEvent): Mutable<YamlScalar> {
    const style = STYLES[event.style] ?? "plain";
    const marks = Math.max(event.anchorEnd, event.tagEnd, -1);
    if (event.valueStart < 0) return this.#absent(event, marks);
    const content = { start: event.valueStart, end: event.valueEnd };
    const { start, end } = this.#spanOf(style, content, Math.max(marks, this.#cursor));
    this.#cursor = style === "literal" || style === "folded" ? content.end : end;
    const value = getScalarValue(this.#text, event);
    const { anchor, tag, outerStart } = this.#marks(event, start);
    return { kind: "scalar", start, end, outerStart, anchor, tag, aliased: false, style, value, content };
  }

  #absent(event: ScalarEvent, marks: number): Mutable<YamlScalar> {
    const start = marks >= 0 ? marks : pointOfAbsentValue(this.#text, this.#cursor, this.#frames.at(-1));
    this.#cursor = Math.max(this.#cursor, start);
    const { anchor, tag, outerStart } = this.#marks(event, start);
    const content = { start, end: start };
    return {
      kind: "scalar",
      start,
      end: start,
      outerStart,
      anchor,
      tag,
      aliased: false,
      style: "plain",
      value: "",
      content,
    };
  }

  #spanOf(style: ScalarStyle, content: { start: number; end: number }, from: number): { start: number; end: number } {
    if (style === "plain") return content;
    if (style === "single" || style === "double") return { start: content.start - 1, end: content.end + 1 };
    const start = skipToBlockHeader(this.#text, from, content.start);
    const header = this.#text.slice(start, content.start).trimEnd().length;
    const body = this.#text.slice(content.start, content.end).trimEnd().length;
    return { start, end: body > 0 ? content.start + body : start + header };
  }

  #marks(event: Marked, start: number): Pick<YamlScalar, "anchor" | "tag" | "outerStart"> {
    if (event.anchorStart < 0 && event.tagStart < 0) return { anchor: null, tag: null, outerStart: start };
    const anchor = event.anchorStart < 0 ? null : this.#text.slice(event.anchorStart, event.anchorEnd);
    const tag = event.tagStart < 0 ? null : this.#text.slice(event.tagStart, event.tagEnd);
    const marks = [anchor === null ? start : event.anchorStart - 1, tag === null ? start : event.tagStart];
    return { anchor, tag, outerStart: Math.min(start, ...marks) };
  }

  #add(node: Target | YamlAlias, size: number): void {
    if (node.kind !== "alias" && node.anchor !== null) this.#anchors.set(node.anchor, { node, size });
    const frame = this.#frames.at(-1);
    this.#size = (frame?.size ?? 0) + size;
    if (this.#size > MAX_EXPANDED_NODES) {
      throw new YamlLimitError(
        "The file stands for more than 200,000 values once its aliases are followed, so it was not read; use fewer aliases.",
        node.start,
      );
    }
    if (!frame) this.#root = node;
    else {
      frame.size += size;
      this.#place(frame, node);
    }
  }

  #place(frame: Frame, node: YamlNode): void {
    if (frame.node.kind === "seq") frame.children.push(node);
    else if (frame.key === null) frame.key = node;
    else {
      const pair = { key: frame.key, value: node };
      frame.children.push(pair);
      frame.key = null;
      const name = pair.key.kind === "scalar" ? pair.key.value : null;
      if (name !== null && frame.keys.has(name)) this.#duplicates.push(pair);
      if (name !== null) frame.keys.add(name);
    }
  }
}

function lastEnd(node: YamlMap | YamlSeq): number {
  if (node.kind === "seq") return node.items.at(-1)?.end ?? node.start;
  const pair = node.pairs.at(-1);
  return pair ? Math.max(pair.key.end, pair.value.end) : node.start;
}
