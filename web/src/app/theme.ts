import { createSignal } from "solid-js";

export type Theme = "system" | "light" | "dark";
/** `public/theme.js` reads the same key before the first paint. */
const KEY = "ado.theme";

function storedTheme(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

const [theme, setTheme] = createSignal<Theme>(storedTheme());

export { theme };

export function chooseTheme(choice: Theme): void {
  setTheme(choice);
  if (choice === "system") {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(KEY);
  } else {
    document.documentElement.dataset.theme = choice;
    localStorage.setItem(KEY, choice);
  }
}
