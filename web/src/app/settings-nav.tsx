import { A } from "@solidjs/router";
import { appText } from "../strings.ts";

/** The way between the pages of settings. */
export function SettingsNav() {
  return (
    <nav class="tabs" aria-label={appText.settings}>
      <A class="tab" href="/settings/templates">
        {appText.templates}
      </A>
      <A class="tab" href="/settings/ai">
        {appText.ai}
      </A>
      <A class="tab" href="/settings/usage">
        {appText.usage}
      </A>
      <A class="tab" href="/settings/webhooks">
        {appText.webhooks}
      </A>
    </nav>
  );
}
