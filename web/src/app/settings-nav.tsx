import { A, useLocation } from "@solidjs/router";
import { createSignal, createUniqueId, For } from "solid-js";
import type { Permission } from "../../../worker/permissions.ts";
import { createCan } from "../features/session/create-can.ts";
import { settingsText } from "../strings.ts";
import { IconChevronDown } from "../ui/icons.ts";

type Place = { readonly path: string; readonly name: string; readonly needs?: Permission };

/** Every page of settings, by whose it is. A place that a role cannot read is not offered to it. */
const GROUPS: readonly { readonly name: string; readonly places: readonly Place[] }[] = [
  {
    name: settingsText.yours,
    places: [
      { path: "/settings/profile", name: settingsText.profile },
      { path: "/settings/tokens", name: settingsText.tokens },
    ],
  },
  {
    name: settingsText.team,
    places: [
      { path: "/settings/organization", name: settingsText.organization },
      { path: "/settings/members", name: settingsText.members },
      { path: "/settings/audit", name: settingsText.audit, needs: "audit.read" },
      { path: "/settings/encryption", name: settingsText.encryption, needs: "encryption.read" },
    ],
  },
  {
    name: settingsText.work,
    places: [
      { path: "/settings/templates", name: settingsText.templates },
      { path: "/settings/ai", name: settingsText.ai },
      { path: "/settings/usage", name: settingsText.usage },
      { path: "/settings/webhooks", name: settingsText.webhooks },
    ],
  },
];

/** The way between the pages of settings: beside the page where there is room, else folded behind the name of the page. */
export function SettingsNav() {
  const can = createCan();
  const location = useLocation();
  const list = createUniqueId();
  const [isOpen, setOpen] = createSignal(false);
  const here = () =>
    GROUPS.flatMap(({ places }) => places).find(({ path }) => path === location.pathname)?.name ?? settingsText.title;
  return (
    <nav class="settings-nav" aria-label={settingsText.title}>
      <button
        type="button"
        class="settings-here"
        aria-expanded={isOpen()}
        aria-controls={list}
        onClick={() => setOpen((open) => !open)}
      >
        <span class="quiet">{settingsText.title}</span> <span class="strong">{here()}</span>
        <IconChevronDown class="icon-small" />
      </button>
      <div id={list} class="settings-list" classList={{ "settings-open": isOpen() }}>
        <For each={GROUPS}>
          {(group) => (
            <section>
              <h2 class="settings-group label">{group.name}</h2>
              <ul>
                <For each={group.places.filter(({ needs }) => needs === undefined || can(needs))}>
                  {(place) => (
                    <li>
                      <A class="settings-link" href={place.path} end>
                        {place.name}
                      </A>
                    </li>
                  )}
                </For>
              </ul>
            </section>
          )}
        </For>
      </div>
    </nav>
  );
}
