import { createSignal, createUniqueId, For, type JSX, Show } from "solid-js";
import { stepIndex } from "./step-index.ts";

export type MenuItem = {
  readonly label: string;
  readonly run: () => void;
  readonly danger?: boolean;
  /** Given for one of several choices: whether it is the chosen one. */
  readonly checked?: boolean;
};

const GAP_PX = 4;
const EDGE_PX = 8;

function place(menu: HTMLElement, opener: HTMLElement): void {
  const box = opener.getBoundingClientRect();
  const below = box.bottom + GAP_PX;
  const fits = below + menu.offsetHeight <= innerHeight - EDGE_PX;
  const left = Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - EDGE_PX);
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
      <Opener ref={opener} menu={id} label={props.label}>
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

type OpenerProps = {
  readonly ref: HTMLButtonElement | undefined;
  readonly menu: string;
  readonly label: string;
  readonly children: JSX.Element;
};

function Opener(props: OpenerProps) {
  return (
    <button
      type="button"
      ref={props.ref}
      class="button button-ghost button-medium button-icon"
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
      classList={{ "menu-danger": props.item.danger ?? false }}
      onClick={() => props.onChoose()}
    >
      <span>{props.item.label}</span>
      <Show when={props.item.checked}>
        <span class="menu-dot" aria-hidden="true" />
      </Show>
    </button>
  );
}
