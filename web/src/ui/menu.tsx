import { createSignal, createUniqueId, For, type JSX, Show } from "solid-js";
import { stepIndex } from "./step-index.ts";

export type MenuItem = {
  readonly label: string;
  readonly run: () => void;
  readonly danger?: boolean;
  /** A line above it sets it apart from those before. */
  readonly apart?: boolean;
  /** Given for one of several choices: whether it is the chosen one. */
  readonly checked?: boolean;
};

const GAP_PX = 4;
const EDGE_PX = 8;

function place(menu: HTMLElement, opener: HTMLElement): void {
  const box = opener.getBoundingClientRect();
  const below = box.bottom + GAP_PX;
  const fits = below + menu.offsetHeight <= innerHeight - EDGE_PX;
  // On the left half of the page a menu hangs from its opener's left edge, on the right half from the right one.
  const wanted = box.left + box.right < innerWidth ? box.left : box.right - menu.offsetWidth;
  const left = Math.min(wanted, innerWidth - menu.offsetWidth - EDGE_PX);
  menu.style.top = `${fits ? below : Math.max(EDGE_PX, box.top - GAP_PX - menu.offsetHeight)}px`;
  menu.style.left = `${Math.max(EDGE_PX, left)}px`;
}

function itemsOf(menu: HTMLElement | undefined): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
}

function moveInMenu(event: KeyboardEvent, menu: HTMLElement | undefined): void {
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = stepIndex(event.key, { at, count: items.length, axis: "vertical" });
  if (next !== undefined) {
    event.preventDefault();
    items[next]?.focus();
  }
  if (event.key === "Tab") menu?.hidePopover();
}

/** A button with a menu. Escape and a click outside close it natively; arrows, Home and End move in it. */
export function Menu(props: {
  /** Name of the button, when its content is an icon. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** The content of the button is words, not an icon alone. */
  readonly wide?: boolean;
  readonly variant?: "ghost" | "secondary";
  readonly children: JSX.Element;
}) {
  const id = createUniqueId();
  let opener: HTMLButtonElement | undefined;
  let menu: HTMLDivElement | undefined;
  // A list can have a thousand closed menus: their items are made when they open.
  const [isOpen, setOpen] = createSignal(false);
  const toggled = (event: ToggleEvent) => {
    setOpen(event.newState === "open");
    if (!isOpen() || !menu || !opener) return;
    place(menu, opener);
    itemsOf(menu)[0]?.focus();
  };
  const choose = (item: MenuItem) => {
    menu?.hidePopover();
    opener?.focus();
    item.run();
  };
  return (
    <>
      <Opener ref={opener} menu={id} label={props.label} look={lookOf(props)}>
        {props.children}
      </Opener>
      <div
        id={id}
        ref={menu}
        popover="auto"
        role="menu"
        class="menu"
        aria-label={props.label}
        on:toggle={toggled}
        onKeyDown={(event) => moveInMenu(event, menu)}
      >
        <For each={isOpen() ? props.items : []}>
          {(item) => <MenuEntry item={item} onChoose={() => choose(item)} />}
        </For>
      </div>
    </>
  );
}

function lookOf(props: { readonly wide?: boolean; readonly variant?: string }): string {
  const shape = props.wide ? "" : " button-icon";
  return `button button-medium button-${props.variant ?? "ghost"}${shape}`;
}

type OpenerProps = {
  readonly ref: HTMLButtonElement | undefined;
  readonly menu: string;
  readonly label: string;
  readonly look: string;
  readonly children: JSX.Element;
};

function Opener(props: OpenerProps) {
  return (
    <button
      type="button"
      ref={props.ref}
      class={props.look}
      popovertarget={props.menu}
      aria-haspopup="menu"
      aria-label={props.label}
      title={props.label}
    >
      {props.children}
    </button>
  );
}

function MenuEntry(props: { readonly item: MenuItem; readonly onChoose: () => void }) {
  const radio = () =>
    props.item.checked === undefined ? {} : { role: "menuitemradio" as const, "aria-checked": props.item.checked };
  return (
    <button
      type="button"
      role="menuitem"
      {...radio()}
      tabindex="-1"
      class="menu-item"
      classList={{ "menu-danger": props.item.danger ?? false, "line-above": props.item.apart ?? false }}
      onClick={() => props.onChoose()}
    >
      <span>{props.item.label}</span>
      <Show when={props.item.checked}>
        <span class="menu-dot" aria-hidden="true" />
      </Show>
    </button>
  );
}
