import type { Secret } from "./secret.ts";
import type { View } from "./view.ts";

const KIND = /^(?:[ \t-]*|.*[{,][ \t]*)["']?kind["']?:[ \t]*["']?Secret["']?[ \t]*(?:[,}#].*)?$/m;
const DOCUMENT = /^---/m;
const SECTION = /^([ \t]*)["']?(?:data|stringData)["']?:[ \t]*\{?[ \t]*\r?$/;
const ENTRY =
  /^([ \t]*)["']?[\w./-]{1,253}["']?:[ \t]*(?:[|>][+-]?\d?[ \t]*\r?$|["']?([^\s"'#][^\r"']*?)["']?,?[ \t]*\r?$)/;
const VALUE = /^[ \t]*["']?([^\s"'][^\r"']*?)["']?[ \t]*\r?$/;
const REFERENCE = /\{\{|\$\{|\$\(|^\$|⟦|^<.*>$|^[|>]/;

interface Line {
  readonly text: string;
  readonly start: number;
}

/** The values of Kubernetes objects of the kind `Secret`: all of them, in base64 or plain, whatever their names. */
export function clusterSecretsIn({ text, lower }: View): Omit<Secret, "value">[] {
  if (!lower.includes("kind") || !lower.includes("data")) return [];
  const found: Omit<Secret, "value">[] = [];
  let start = 0;
  for (const document of text.split(DOCUMENT)) {
    if (KIND.test(document)) found.push(...valuesIn(document, start));
    start += document.length + "---".length;
  }
  return found;
}

function linesOf(document: string, offset: number): Line[] {
  let start = offset;
  return document.split("\n").map((text) => {
    const line = { text, start };
    start += text.length + 1;
    return line;
  });
}

function valuesIn(document: string, offset: number): Omit<Secret, "value">[] {
  const found: Omit<Secret, "value">[] = [];
  let section = -1;
  for (const line of linesOf(document, offset)) {
    const header = SECTION.exec(line.text);
    if (header) section = (header[1] ?? "").length;
    else if (section >= 0 && line.text.trim() !== "") {
      if (line.text.search(/\S/) <= section) section = -1;
      else found.push(...entryIn(line));
    }
  }
  return found;
}

function entryIn({ text, start }: Line): Omit<Secret, "value">[] {
  const entry = ENTRY.exec(text);
  const value = (entry ? entry[2] : VALUE.exec(text)?.[1]) ?? "";
  if (value.length < 3 || REFERENCE.test(value)) return [];
  const from = start + text.lastIndexOf(value);
  return [{ rule: "kubernetes-secret", parts: [{ start: from, end: from + value.length }] }];
}
