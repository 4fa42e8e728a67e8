import "../../styles/security.css";
import { createSignal, Show } from "solid-js";
import type { NewApiToken } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { tokenText } from "../../text/tokens.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { Button } from "../../ui/button.tsx";
import { IconPlus } from "../../ui/icons.ts";
import { NewSecret } from "./new-secret.tsx";
import { TokenForm } from "./token-form.tsx";
import { TokenList } from "./token-list.tsx";
import { getTokens } from "./tokens.queries.ts";

/** The tokens with which programs use the API as the user. */
export function TokensPage() {
  createPageTitle(() => tokenText.title);
  const [isMaking, setMaking] = createSignal(false);
  const [made, setMade] = createSignal<NewApiToken>();
  const show = (token: NewApiToken) => {
    setMade(token);
    setMaking(false);
  };
  return (
    <>
      <PageHead
        title={tokenText.title}
        below={tokenText.lead}
        actions={
          <Show when={!isMaking() && made() === undefined}>
            <Button variant="primary" onClick={() => setMaking(true)}>
              <IconPlus />
              {tokenText.create}
            </Button>
          </Show>
        }
      />
      <SettingsNav />
      <Show when={made()}>{(token) => <NewSecret token={token()} onSaved={() => setMade(undefined)} />}</Show>
      <Show when={isMaking()}>
        <TokenForm onMade={show} onClose={() => setMaking(false)} />
      </Show>
      <Failing keys={() => [getTokens.key]}>
        <Pending>
          <TokenList />
        </Pending>
      </Failing>
    </>
  );
}
