import { useNavigate } from "@solidjs/router";
import { Show } from "solid-js";
import type { Me } from "../api-types.ts";
import { signOut } from "../features/session/session.queries.ts";
import { toProblem } from "../problem.ts";
import { appText, themeText } from "../strings.ts";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { notify } from "../ui/toasts.tsx";
import { chooseTheme, type Theme, theme } from "./theme.ts";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
/** The only place of pictures that the page's policy allows. */
const AVATARS = "https://avatars.githubusercontent.com/";

function leave(): void {
  signOut().catch((error: unknown) => notify({ tone: "failure", text: toProblem(error).detail }));
}

export function UserMenu(props: { readonly me: Me; readonly onShortcuts: () => void }) {
  const navigate = useNavigate();
  const items = (): MenuItem[] => [
    ...THEMES.map((choice) => ({
      label: themeText[choice],
      checked: theme() === choice,
      run: () => chooseTheme(choice),
    })),
    { label: appText.templates, run: () => navigate("/settings/templates") },
    { label: appText.ai, run: () => navigate("/settings/ai") },
    { label: appText.usage, run: () => navigate("/settings/usage") },
    { label: appText.webhooks, run: () => navigate("/settings/webhooks") },
    { label: appText.shortcuts, run: () => props.onShortcuts() },
    { label: `${appText.signOut} (${props.me.user.login})`, run: leave },
  ];
  const avatar = () => (props.me.user.avatar_url?.startsWith(AVATARS) ? props.me.user.avatar_url : undefined);
  return (
    <Menu label={appText.account} items={items()}>
      <Show when={avatar()} fallback={<span class="avatar">{props.me.user.login.slice(0, 1).toUpperCase()}</span>}>
        {(url) => <img class="avatar" src={url()} alt="" width="24" height="24" />}
      </Show>
    </Menu>
  );
}
