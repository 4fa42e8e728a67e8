// The Markdown of descriptions as HTML: headings, lists, tables, code, emphasis, links. Everything else stays text, so
// nothing that a description says can act on the page.
import { html, raw } from "hono/html";
import type { Markup } from "./html.ts";

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** `text` is escaped already; code spans are taken out first, since nothing inside them counts. */
function inline(text: string): string {
  const spans: string[] = [];
  const marked = text
    .replace(/`([^`]+)`/g, (_whole, code: string) => `\u0000${spans.push(`<code>${code}</code>`) - 1}\u0000`)
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g, '<a href="$2" rel="noreferrer">$1</a>');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL marks where a code span was.
  return marked.replace(/\u0000(\d+)\u0000/g, (_whole, index: string) => spans[Number(index)] ?? "");
}

function line(text: string): string {
  return inline(escapeHtml(text).replaceAll("\u0000", ""));
}

function cells(row: string): string[] {
  return row
    .replace(/^\s*\||\|\s*$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

function table(rows: string[]): string {
  const [head = "", , ...body] = rows;
  const row = (text: string, tag: string) =>
    cells(text)
      .map((cell) => `<${tag}>${line(cell)}</${tag}>`)
      .join("");
  const lines = body.map((text) => `<tr>${row(text, "td")}</tr>`).join("");
  return `<table><thead><tr>${row(head, "th")}</tr></thead><tbody>${lines}</tbody></table>`;
}

interface Block {
  matches: RegExp;
  render(lines: string[]): string;
}

const BLOCKS: Block[] = [
  {
    matches: /^#{1,6} /,
    render: (lines) => lines.map((text) => `<h3>${line(text.replace(/^#+ /, ""))}</h3>`).join(""),
  },
  {
    matches: /^\s*[-*] /,
    render: (lines) => `<ul>${lines.map((text) => `<li>${line(text.replace(/^\s*[-*] /, ""))}</li>`).join("")}</ul>`,
  },
  {
    matches: /^\s*\d+\. /,
    render: (lines) => `<ol>${lines.map((text) => `<li>${line(text.replace(/^\s*\d+\. /, ""))}</li>`).join("")}</ol>`,
  },
  { matches: /^\s*\|/, render: table },
  {
    matches: /^> ?/,
    render: (lines) => `<blockquote>${lines.map((text) => line(text.replace(/^> ?/, ""))).join("<br>")}</blockquote>`,
  },
];
const PARAGRAPH: Block = { matches: /\S/, render: (lines) => `<p>${lines.map(line).join("<br>")}</p>` };

function blockOf(text: string): Block | undefined {
  return text.trim() === "" ? undefined : (BLOCKS.find(({ matches }) => matches.test(text)) ?? PARAGRAPH);
}

function proseBlocks(text: string): string {
  const rendered: string[] = [];
  let open: { block: Block; lines: string[] } | undefined;
  for (const current of [...text.split("\n"), ""]) {
    const block = blockOf(current);
    if (open && block === open.block) open.lines.push(current);
    else {
      if (open) rendered.push(open.block.render(open.lines));
      open = block && { block, lines: [current] };
    }
  }
  return rendered.join("\n");
}

/** Renders a description. */
export function markdown(text: string): Markup {
  const parts = text.replaceAll("\r\n", "\n").split(/^```[^\n]*\n([\s\S]*?)^```[^\n]*$/m);
  const rendered = parts.map((part, index) =>
    index % 2 === 1 ? `<pre><code>${escapeHtml(part)}</code></pre>` : proseBlocks(part),
  );
  return html`<div class="prose">${raw(rendered.join("\n"))}</div>`;
}
