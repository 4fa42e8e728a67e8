/** Parts of a text that Gemini's tokenizer takes as they are: each is one token, and none crosses its ends. */

/** Half of a pair is three bytes that are no character. */
const LONE_HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const HALF_TOKENS = 3;

/** What may be one of them: `added_tokens` of its tokenizer.json that are not marks of the protocol. */
export const MARKS =
  /\n{1,31}|▁{2,31}|<(?:\/?(?:table|caption|thead|tbody|tfoot|t[rhd]|h[1-6]|blockquote|strong|em|[bius]|su[bp]|code)|unused(?:\d|[1-8]\d|9[0-8])|mask|2mass)>|\[@BOS@\]/g;

/** As which a space counts. */
const LOW_LINE = "▁";

const ENDS = new RegExp(`${MARKS.source}|${LONE_HALF.source}`, "g");

interface Segment {
  /** Tokens of marks in front of the text. */
  readonly marks: number;
  readonly text: string;
}

/** The text between marks, each with what stands before it. */
export function* geminiSegments(text: string): Generator<Segment> {
  let from = 0;
  let marks = 0;
  for (const { 0: mark, index } of text.matchAll(ENDS)) {
    if (index > from) {
      yield { marks, text: asSpaces(text.slice(from, index)) };
      marks = 0;
    }
    marks += mark.length === 1 && mark >= "\ud800" && mark <= "\udfff" ? HALF_TOKENS : 1;
    from = index + mark.length;
  }
  yield { marks, text: asSpaces(text.slice(from)) };
}

/** Pieces are stored with spaces. */
function asSpaces(text: string): string {
  return text.includes(LOW_LINE) ? text.replaceAll(LOW_LINE, " ") : text;
}
