import { For } from "solid-js";
import { blocksOf, type Piece } from "./prose.model.ts";

/** A documentation text with its paragraphs, lists, code and links. */
export function Prose(props: { readonly text: string }) {
  return (
    <div class="prose prose-text">
      <For each={blocksOf(props.text)}>
        {(block) =>
          block.kind === "paragraph" ? (
            <p>
              <Pieces pieces={block.pieces} />
            </p>
          ) : (
            <ul>
              <For each={block.items}>
                {(item) => (
                  <li>
                    <Pieces pieces={item} />
                  </li>
                )}
              </For>
            </ul>
          )
        }
      </For>
    </div>
  );
}

function Pieces(props: { readonly pieces: readonly Piece[] }) {
  return <For each={props.pieces}>{(piece) => <PieceOf piece={piece} />}</For>;
}

function PieceOf(props: { readonly piece: Piece }) {
  const { piece } = props;
  if (piece.kind !== "link") return piece.kind === "code" ? <code class="inline-code">{piece.text}</code> : piece.text;
  return (
    <a class="link" href={piece.href} target="_blank" rel="noopener noreferrer">
      {piece.text}
    </a>
  );
}
