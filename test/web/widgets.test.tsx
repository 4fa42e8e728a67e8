import { cleanup, render, screen } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import { createSignal } from "solid-js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Dialog } from "../../web/src/ui/dialog.tsx";
import { Menu } from "../../web/src/ui/menu.tsx";
import { Tabs } from "../../web/src/ui/tabs.tsx";
import { notify, Toasts } from "../../web/src/ui/toasts.tsx";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("dialog", () => {
  function Opener(props: { readonly onClose?: () => void }) {
    const [isOpen, setOpen] = createSignal(false);
    const close = () => {
      setOpen(false);
      props.onClose?.();
    };
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          Open it
        </button>
        <Dialog open={isOpen()} title="Disconnect acme/api?" onClose={close}>
          Its webhook is removed.
        </Dialog>
      </>
    );
  }

  it("shows its content under its name only while it is open", async () => {
    render(() => <Opener />);
    expect(screen.queryByText("Its webhook is removed.")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Open it" }));
    expect(screen.getByRole("dialog", { name: "Disconnect acme/api?" })).toHaveTextContent("Its webhook is removed.");
  });

  it("closes by its button and says so once", async () => {
    const onClose = vi.fn();
    render(() => <Opener onClose={onClose} />);
    await userEvent.click(screen.getByRole("button", { name: "Open it" }));
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("closes by a click beside it, not by one inside", async () => {
    render(() => <Opener />);
    await userEvent.click(screen.getByRole("button", { name: "Open it" }));
    await userEvent.click(screen.getByText("Its webhook is removed."));
    const dialog = screen.getByRole("dialog");
    await userEvent.click(dialog);
    expect(dialog).not.toHaveAttribute("open");
  });
});

describe("menu", () => {
  function openMenu() {
    const run = vi.fn();
    const items = ["First", "Second", "Third"].map((label) => ({ label, run: () => run(label) }));
    render(() => (
      <Menu label="Actions" items={items}>
        …
      </Menu>
    ));
    screen.getByRole("menu", { hidden: true }).showPopover();
    return run;
  }

  it("puts the focus on its first item", () => {
    openMenu();
    expect(screen.getByRole("menuitem", { name: "First" })).toHaveFocus();
  });

  it("moves with arrows, Home and End, around the ends", async () => {
    openMenu();
    await userEvent.keyboard("{ArrowUp}");
    expect(screen.getByRole("menuitem", { name: "Third" })).toHaveFocus();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    expect(screen.getByRole("menuitem", { name: "Second" })).toHaveFocus();
    await userEvent.keyboard("{End}{Home}");
    expect(screen.getByRole("menuitem", { name: "First" })).toHaveFocus();
  });

  it("runs the chosen item and gives the focus back to its button", async () => {
    const run = openMenu();
    await userEvent.click(screen.getByRole("menuitem", { name: "Second" }));
    expect(run.mock.calls).toEqual([["Second"]]);
    expect(screen.getByRole("button", { name: "Actions" })).toHaveFocus();
  });

  it("says which of several choices is the chosen one", () => {
    const items = [
      { label: "Light", checked: false, run: () => undefined },
      { label: "Dark", checked: true, run: () => undefined },
    ];
    render(() => (
      <Menu label="Theme" items={items}>
        …
      </Menu>
    ));
    screen.getByRole("menu", { hidden: true }).showPopover();
    expect(screen.getByRole("menuitemradio", { name: "Dark" })).toBeChecked();
  });
});

describe("tabs", () => {
  function renderTabs() {
    const [chosen, setChosen] = createSignal<"one" | "two" | "three">("one");
    const tabs = [
      { key: "one", label: "Overview" },
      { key: "two", label: "Findings", count: 14 },
      { key: "three", label: "Activity" },
    ] as const;
    render(() => (
      <Tabs label="About it" tabs={tabs} chosen={chosen()} onChoose={setChosen}>
        Content of {chosen()}
      </Tabs>
    ));
  }

  it("name their panel", () => {
    renderTabs();
    expect(screen.getByRole("tabpanel", { name: "Overview" })).toHaveTextContent("Content of one");
  });

  it("change by a click", async () => {
    renderTabs();
    await userEvent.click(screen.getByRole("tab", { name: /Findings/ }));
    expect(screen.getByRole("tab", { name: /Findings/ })).toHaveAttribute("aria-selected", "true");
    expect(screen.getByRole("tabpanel")).toHaveTextContent("Content of two");
  });

  it("take one place in the order of focus and move by arrows", async () => {
    renderTabs();
    await userEvent.tab();
    await userEvent.keyboard("{ArrowLeft}");
    expect(screen.getByRole("tab", { name: "Activity" })).toHaveFocus();
    expect(screen.getAllByRole("tab").filter((tab) => tab.tabIndex === 0)).toHaveLength(1);
  });
});

describe("toasts", () => {
  it("say successes politely and failures at once", () => {
    render(() => <Toasts />);
    notify({ tone: "ok", text: "Disconnected." });
    notify({ tone: "failure", text: "GitHub refused it." });
    expect(screen.getByRole("status")).toHaveTextContent("Disconnected.");
    expect(screen.getByRole("alert")).toHaveTextContent("GitHub refused it.");
  });

  it("leave by themselves only when they are plain successes", () => {
    vi.useFakeTimers();
    render(() => <Toasts />);
    notify({ tone: "ok", text: "Plain" });
    notify({ tone: "ok", text: "With action", action: { label: "Look", href: "/" } });
    vi.advanceTimersByTime(6000);
    expect(screen.queryByText("Plain")).toBeNull();
    expect(screen.getByText("With action")).toBeInTheDocument();
  });

  it("can be dismissed", async () => {
    render(() => <Toasts />);
    notify({ tone: "failure", text: "Dismiss me" });
    const card = screen.getByText("Dismiss me").parentElement as HTMLElement;
    await userEvent.click(card.querySelector("button") as HTMLButtonElement);
    expect(screen.queryByText("Dismiss me")).toBeNull();
  });
});
