import { onMount } from "solid-js";
import type { NewApiToken } from "../../api-types.ts";
import { tokenText } from "../../text/tokens.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";

/** The one time that a token is shown. It is in memory alone and gone with the page. */
export function NewSecret(props: { readonly token: NewApiToken; readonly onSaved: () => void }) {
  let heading: HTMLHeadingElement | undefined;
  onMount(() => heading?.focus());
  return (
    <section class="card new-secret" aria-labelledby="new-secret">
      <div class="card-body stack">
        <div>
          <h2 id="new-secret" ref={heading} tabindex="-1">
            {tokenText.shownTitle}
          </h2>
          <p class="second small">
            {tokenText.shownDetail} <code>Authorization: Bearer …</code>
          </p>
        </div>
        <div class="secret">
          <input
            class="input mono secret-text"
            type="text"
            readonly
            spellcheck={false}
            aria-label={tokenText.secret}
            value={props.token.secret}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={props.token.secret} label={tokenText.copy} />
        </div>
        <div class="row">
          <Button onClick={() => props.onSaved()}>{tokenText.saved}</Button>
        </div>
      </div>
    </section>
  );
}
