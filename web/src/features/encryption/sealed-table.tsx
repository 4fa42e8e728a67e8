import { For } from "solid-js";
import type { Encryption } from "../../api-types.ts";
import { formatNumber } from "../../format.ts";
import { encryptionText } from "../../text/encryption.ts";
import { Badge } from "../../ui/badge.tsx";

type Items = Encryption["items"];

/** How many secrets of each kind which key seals. */
export function SealedTable(props: { readonly items: Items }) {
  return (
    <div class="card">
      <section class="table-scroll" tabindex="0" aria-label={encryptionText.table}>
        <table class="table">
          <caption class="sr-only">{encryptionText.table}</caption>
          <thead>
            <tr>
              <th scope="col">{encryptionText.what}</th>
              <th scope="col">{encryptionText.key}</th>
              <th scope="col" class="table-number">
                {encryptionText.count}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.items}>{(item) => <SealedRow item={item} />}</For>
          </tbody>
        </table>
      </section>
    </div>
  );
}

function SealedRow(props: { readonly item: Items[number] }) {
  return (
    <tr>
      <td class="sealed-what">
        <span class="strong">{encryptionText.places[props.item.place]}</span>
        <span class="quiet small block">{encryptionText.placeHints[props.item.place]}</span>
      </td>
      <td>
        <span class="row">
          <code>{props.item.kid}</code>
          <Badge tone={props.item.active ? "ok" : "medium"}>
            {props.item.active ? encryptionText.inUse : encryptionText.older}
          </Badge>
        </span>
      </td>
      <td class="table-number">{formatNumber(props.item.count)}</td>
    </tr>
  );
}
