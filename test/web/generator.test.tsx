import { cleanup, render, screen, within } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import { createSignal } from "solid-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConfigurationProblem } from "../../web/src/api-types.ts";
import { Editor } from "../../web/src/features/generator/editor.tsx";

const PROBLEM: ConfigurationProblem = {
  severity: "error",
  source: "schema",
  rule: null,
  message: "`broken` is no key of a job.",
  line: 2,
  column: 3,
  end_line: 2,
  end_column: 9,
};

/** As browsers do it: the selection of the field in use gives way to the text, and the field says so. */
function execCommand(command: string, _: boolean, text = ""): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement)) return false;
  field.setRangeText(command === "delete" ? "" : text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return true;
}

beforeEach(() => {
  document.execCommand = vi.fn(execCommand);
});
afterEach(cleanup);

function Page(props: { readonly first: string; readonly problems?: readonly ConfigurationProblem[] }) {
  const [text, setText] = createSignal(props.first);
  return (
    <>
      <button type="button">Before</button>
      <Editor path=".gitlab-ci.yml" text={text()} problems={props.problems ?? []} onInput={setText} />
      <button type="button">After</button>
    </>
  );
}

function field(): HTMLTextAreaElement {
  return screen.getByRole("textbox", { name: "Text of .gitlab-ci.yml" });
}

describe("the editor", () => {
  it("is a field that is no part of what is hidden from a screen reader", () => {
    render(() => <Page first={"a: 1\n"} />);
    expect(field().closest("[aria-hidden=true]")).toBeNull();
    expect(field()).toHaveAccessibleDescription(/Escape, then Tab leaves/);
  });

  it("shows its text coloured, and follows it", async () => {
    const { container } = render(() => <Page first="a: 1" />);
    field().setSelectionRange(4, 4);
    await userEvent.type(field(), "2");
    expect(container.querySelector(".editor-line code")).toHaveTextContent("a: 12");
  });

  it("marks the lines of problems by a sign, and lists them", () => {
    const { container } = render(() => <Page first={"a:\n  broken: 1\n"} problems={[PROBLEM]} />);
    const lines = [...container.querySelectorAll(".editor-line")];
    expect(lines.map((line) => line.classList.contains("editor-line-error"))).toEqual([false, true, false]);
    expect(lines[1]?.querySelector(".editor-sign")).toHaveTextContent("✕");
    expect(within(screen.getByRole("list", { name: "Problems" })).getByText("Error")).toBeInTheDocument();
  });

  it("leads from a problem to its place", async () => {
    render(() => <Page first={"a:\n  broken: 1\n"} problems={[PROBLEM]} />);
    await userEvent.click(screen.getByRole("button", { name: "Line 2" }));
    expect(field()).toHaveFocus();
    expect(field().value.slice(field().selectionStart, field().selectionEnd)).toBe("broken");
  });
});

describe("keys in the editor", () => {
  async function press(keys: string): Promise<void> {
    field().focus();
    await userEvent.keyboard(keys);
  }

  it("indent by Tab and keep the depth by Enter", async () => {
    render(() => <Page first="a:" />);
    field().setSelectionRange(2, 2);
    await press("{Enter}{Tab}b: 1{Enter}c: 2");
    expect(field().value).toBe("a:\n  b: 1\n  c: 2");
  });

  it("outdent by Shift and Tab", async () => {
    render(() => <Page first="    a" />);
    await press("{Shift>}{Tab}{/Shift}");
    expect(field().value).toBe("  a");
  });

  it.each([
    ["Tab", "{Escape}{Tab}", "After"],
    ["Shift and Tab", "{Escape}{Shift>}{Tab}{/Shift}", "Before"],
  ])("leave it by Escape and then %s", async (_, keys, name) => {
    render(() => <Page first="a" />);
    await press(keys);
    expect(screen.getByRole("button", { name })).toHaveFocus();
    expect(field().value).toBe("a");
  });

  it("mean their usual again once it was left", async () => {
    render(() => <Page first="a" />);
    await press("{Escape}");
    field().blur();
    field().setSelectionRange(0, 0);
    await press("{Tab}");
    expect(field().value).toBe("  a");
  });
});
