import { useNavigate } from "@solidjs/router";
import type { Me } from "../api-types.ts";
import { signOut } from "../features/session/session.queries.ts";
import { toProblem } from "../problem.ts";
import { appText, settingsText, themeText } from "../strings.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { notify } from "../ui/toasts.tsx";
import { chooseTheme, type Theme, theme } from "./theme.ts";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

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
    { label: settingsText.profile, run: () => navigate("/settings/profile") },
    { label: settingsText.title, run: () => navigate("/settings/organization") },
    { label: appText.shortcuts, run: () => props.onShortcuts() },
    { label: `${appText.signOut} (${props.me.user.login})`, run: leave },
  ];
  return (
    <Menu label={appText.account} items={items()}>
      <Avatar person={props.me.user} />
    </Menu>
  );
}
