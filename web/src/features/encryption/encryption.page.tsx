import "../../styles/security.css";
import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { encryptionText } from "../../text/encryption.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { IconLock } from "../../ui/icons.ts";
import { getEncryption } from "./encryption.queries.ts";
import { SealedTable } from "./sealed-table.tsx";
import { StandingCard } from "./standing-card.tsx";

/** Which secrets of the organization are sealed, and with which key. */
export function EncryptionPage() {
  createPageTitle(() => encryptionText.title);
  return (
    <>
      <PageHead title={encryptionText.title} below={encryptionText.lead} />
      <SettingsNav />
      <Failing keys={() => [getEncryption.key]}>
        <Pending>
          <Known />
        </Pending>
      </Failing>
    </>
  );
}

function Known() {
  const encryption = createAsync(() => getEncryption());
  return (
    <Show when={encryption()}>
      {(known) => (
        <>
          <StandingCard encryption={known()} />
          <Show when={known().items.length > 0}>
            <SealedTable items={known().items} />
          </Show>
          <section class="card" aria-labelledby="how-sealed">
            <div class="card-head">
              <h2 id="how-sealed">{encryptionText.howTitle}</h2>
            </div>
            <ul class="card-body stack stack-tight">
              <For each={encryptionText.how}>
                {(line) => (
                  <li class="sealed-how second small">
                    <IconLock class="icon-small" />
                    <span>{line}</span>
                  </li>
                )}
              </For>
            </ul>
          </section>
        </>
      )}
    </Show>
  );
}
