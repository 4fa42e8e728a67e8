/** Our own documentation texts: paragraphs, lists, `code` and links to https. Nothing is ever read as HTML. */

export type Piece =
  | { readonly kind: "text" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: "paragraph"; readonly pieces: readonly Piece[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Piece[])[] };

const PIECE = /`([^`]+)`|\[([^\]]+)\]\((https:\/\/[^\s)]+)\)|(https:\/\/[^\s<>()`]*[^\s<>()`.,;:!?])/g;
const ITEM = /^[-*] /;

/** The blocks of a text; lines that begin with a dash form a list. */
export function blocksOf(text: string): Block[] {
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .flatMap(blocksOfPart);
}

function blocksOfPart(part: string): Block[] {
  const lines = part.split("\n");
  const from = lines.findIndex((line) => ITEM.test(line));
  if (from === -1) return [{ kind: "paragraph", pieces: piecesOf(lines.join(" ")) }];
  const items: string[] = [];
  for (const line of lines.slice(from)) {
    if (ITEM.test(line)) items.push(line.replace(ITEM, ""));
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  const list: Block = { kind: "list", items: items.map(piecesOf) };
  return from === 0 ? [list] : [{ kind: "paragraph", pieces: piecesOf(lines.slice(0, from).join(" ")) }, list];
}

/** A line cut into text, code and links. */
export function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of line.matchAll(PIECE)) {
    if (match.index > from) pieces.push({ kind: "text", text: line.slice(from, match.index) });
    pieces.push(pieceOf(match));
    from = match.index + match[0].length;
  }
  if (from < line.length) pieces.push({ kind: "text", text: line.slice(from) });
  return pieces;
}

function pieceOf([whole, code, label, target]: RegExpExecArray): Piece {
  if (code !== undefined) return { kind: "code", text: code };
  if (label !== undefined && target !== undefined) return { kind: "link", text: label, href: target };
  return { kind: "link", text: whole.replace(/^https:\/\//, ""), href: whole };
}
