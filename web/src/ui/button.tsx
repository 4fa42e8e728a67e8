import { type JSX, Show, splitProps } from "solid-js";
import { IconSpinner } from "./icons.ts";

type Look = {
  readonly variant?: "primary" | "secondary" | "ghost" | "danger";
  readonly size?: "small" | "medium" | "large";
};

type ButtonProps = Look & {
  /** The action is under way: the button says so and takes no second click. */
  readonly busy?: boolean;
} & JSX.ButtonHTMLAttributes<HTMLButtonElement>;

const LOOK = ["variant", "size", "class"] as const;

function classOf(look: Look & { readonly class?: string | undefined }): string {
  return ["button", `button-${look.variant ?? "secondary"}`, `button-${look.size ?? "medium"}`, look.class]
    .filter(Boolean)
    .join(" ");
}

export function Button(props: ButtonProps) {
  const [look, own, rest] = splitProps(props, LOOK, ["busy", "disabled", "children", "onClick"]);
  const click: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (own.busy) event.preventDefault();
    else if (typeof own.onClick === "function") own.onClick(event);
  };
  return (
    <button
      type="button"
      {...rest}
      class={classOf(look)}
      disabled={own.disabled ?? false}
      aria-disabled={own.busy ? "true" : undefined}
      aria-busy={own.busy ? "true" : undefined}
      onClick={click}
    >
      <Show when={own.busy}>
        <IconSpinner class="icon spin" />
      </Show>
      {own.children}
    </button>
  );
}

/** A link that looks like a button. Addresses that start with http leave the site in a new tab. */
export function LinkButton(props: Look & JSX.AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }) {
  const [look, rest] = splitProps(props, LOOK);
  const leaves = () => /^https?:/.test(props.href);
  return (
    <a
      {...rest}
      class={classOf(look)}
      target={leaves() ? "_blank" : undefined}
      rel={leaves() ? "noopener noreferrer" : props.rel}
    >
      {props.children}
    </a>
  );
}

/** A square button with an icon; `label` is its name and its tooltip. */
export function IconButton(props: ButtonProps & { readonly label: string }) {
  const [own, rest] = splitProps(props, ["label"]);
  return <Button variant="ghost" {...rest} class="button-icon" aria-label={own.label} title={own.label} />;
}
