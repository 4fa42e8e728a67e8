import { cleanup, render, screen, within } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import { createSignal } from "solid-js";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AiFix, AiSettings, Recommendation } from "../../web/src/api-types.ts";
import { KeyForm } from "../../web/src/features/ai/key-form.tsx";
import { ProviderList } from "../../web/src/features/ai/provider-list.tsx";
import { Occurrence } from "../../web/src/features/findings/occurrence.tsx";
import { DayChart } from "../../web/src/features/usage/day-chart.tsx";
import { Meters } from "../../web/src/features/usage/meters.tsx";
import { RadioCards } from "../../web/src/ui/radio-cards.tsx";
import { Switch } from "../../web/src/ui/switch.tsx";
import { CLAIMS, DEFERRED, fixAnswerOf, settingsOf } from "../support/web-mock/ai.ts";
import { FINDINGS } from "../support/web-mock/findings.ts";
import { usageOf } from "../support/web-mock/usage.ts";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Answers every request with `body`; what was asked is kept. */
function answerWith(body: unknown, status = 200) {
  const fetch = vi.fn((_: string, _init?: RequestInit) =>
    Promise.resolve(new Response(JSON.stringify(body), { status })),
  );
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

const sent = (fetch: ReturnType<typeof answerWith>, index = 0): unknown =>
  JSON.parse(String(fetch.mock.calls[index]?.[1]?.body));

const unfixed = FINDINGS.filter(({ remediation_id: id }) => id === null);

function place(finding: Recommendation, onProved = vi.fn()) {
  const rendered = render(() => (
    <Occurrence finding={finding} fix={undefined} isChosen={false} onSelect={vi.fn()} onProved={onProved} />
  ));
  return { ...rendered, onProved };
}

describe("a claim", () => {
  it("shows the model's words as text: no markup, no link, no code", () => {
    const [claim] = CLAIMS;
    const { container } = place(claim as Recommendation);
    expect(screen.getByText(/<img src=x onerror=alert\(1\)> \[more\]\(https:\/\/example\.com\)/)).toBeInTheDocument();
    expect(container.querySelectorAll("img, a, .inline-code")).toHaveLength(0);
  });

  it("names its model and what was checked, and says that it counts in no score", () => {
    place(CLAIMS[0] as Recommendation);
    const words = screen.getByText(/Claimed by gemini-3\.5-flash-lite/);
    expect(words).toHaveTextContent("quote checked at lines 12–13. It counts in no score.");
  });

  it("that was answered before says when", () => {
    place(CLAIMS[1] as Recommendation);
    expect(screen.getByText(/Answered on Nov 12 and reused: nothing was spent/)).toBeInTheDocument();
  });

  it("offers no fix", () => {
    place(CLAIMS[0] as Recommendation);
    expect(screen.queryByRole("button", { name: "Ask the AI for a fix" })).toBeNull();
  });
});

describe("asking for a fix", () => {
  async function ask(answer: AiFix) {
    const fetch = answerWith(answer);
    const found = place(unfixed[0] as Recommendation);
    await userEvent.click(screen.getByRole("button", { name: "Ask the AI for a fix" }));
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    return found;
  }

  it("hands a proved one on", async () => {
    const answer = fixAnswerOf(unfixed[0]?.id ?? "");
    const { onProved } = await ask(answer);
    await vi.waitFor(() => expect(onProved).toHaveBeenCalledWith(answer.remediation));
  });

  it("says why one is refused, and does not ask again", async () => {
    const { onProved } = await ask(fixAnswerOf("another"));
    await screen.findByText(/did not pass the proof, so it is not offered/);
    const reasons = within(screen.getByRole("list", { name: "Why" })).getAllByRole("listitem");
    expect(reasons.map((item) => item.textContent)).toEqual([
      "The finding is still there after the change.",
      "The change brings a new finding of unpinned-action at line 9.",
    ]);
    expect(screen.queryByRole("button", { name: "Ask the AI for a fix" })).toBeNull();
    expect(onProved).not.toHaveBeenCalled();
  });

  it("says which limit stops it and when it goes on", async () => {
    const nothing = { remediation: null, source: null };
    await ask({ ...nothing, status: "deferred", reasons: ["userDay"], retry_at: DEFERRED.retry_at });
    expect(await screen.findByText(/Your tokens of today are used up\..*asked again by itself on/)).toBeInTheDocument();
  });

  it("is not offered where the AI cannot be asked", () => {
    render(() => (
      <Occurrence
        finding={unfixed[0] as Recommendation}
        fix={undefined}
        isChosen={false}
        onSelect={vi.fn()}
        onProved={undefined}
      />
    ));
    expect(screen.getByText(/No automatic fix/)).toBeInTheDocument();
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("a key", () => {
  const KEY = "k".repeat(40);

  async function fill(text: string): Promise<void> {
    await userEvent.click(screen.getByLabelText("Key"));
    await userEvent.paste(text);
  }

  it("is typed unseen, sent once with its plan, and gone afterwards", async () => {
    const fetch = answerWith(settingsOf("data"));
    const onClose = vi.fn();
    render(() => <KeyForm provider="gemini" plan={null} onClose={onClose} />);
    expect(screen.getByLabelText("Key")).toHaveAttribute("type", "password");
    await fill(KEY);
    await userEvent.click(screen.getByRole("radio", { name: "Paid plan" }));
    await userEvent.keyboard("{Enter}");
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(fetch.mock.calls[0]?.[0]).toContain("/api/ai/keys/gemini");
    expect(sent(fetch)).toEqual({ key: KEY, plan: "paid" });
  });

  it("that is too short is not sent, and the field says why", async () => {
    const fetch = answerWith({});
    render(() => <KeyForm provider="gemini" plan={null} onClose={vi.fn()} />);
    await userEvent.type(screen.getByLabelText("Key"), "short{Enter}");
    expect(screen.getByLabelText("Key")).toHaveAccessibleDescription("A key has 16 to 512 characters.");
    expect(screen.getByLabelText("Key")).toHaveFocus();
    expect(fetch).not.toHaveBeenCalled();
  });

  it("that the provider refuses is told at the field", async () => {
    const errors = [{ path: "key", message: "Is not accepted by the provider." }];
    const problem = { type: "/problems/ai_key_refused", title: "Refused", detail: "It is not complete.", errors };
    answerWith(problem, 422);
    render(() => <KeyForm provider="gemini" plan={null} onClose={vi.fn()} />);
    await fill(KEY);
    await userEvent.keyboard("{Enter}");
    await screen.findByText("It is not complete.");
    expect(screen.getByLabelText("Key")).toHaveAccessibleDescription("Is not accepted by the provider.");
  });

  it("tells what each plan means for private code", () => {
    render(() => <KeyForm provider="gemini" plan="free" onClose={vi.fn()} />);
    expect(screen.getByRole("radio", { name: "Free plan" })).toHaveAccessibleDescription(/private code is not sent/);
    expect(screen.getByRole("radio", { name: "Paid plan" })).toHaveAccessibleDescription(/private code may be sent/);
  });
});

describe("the order of providers", () => {
  function Page(props: { readonly first: AiSettings; readonly mayWrite: boolean }) {
    return <ProviderList settings={props.first} mayWrite={props.mayWrite} />;
  }

  it("changes by a button that names what it moves", async () => {
    const fetch = answerWith({ ...settingsOf("data"), order: ["anthropic", "gemini"] });
    render(() => <Page first={settingsOf("data")} mayWrite />);
    await userEvent.click(screen.getByRole("button", { name: "Move Google Gemini down" }));
    await vi.waitFor(() => expect(sent(fetch)).toEqual({ order: ["anthropic", "gemini"] }));
    expect(await screen.findByText("Google Gemini is now number 2.")).toHaveAttribute("role", "status");
  });

  it("has no way past its ends", () => {
    render(() => <Page first={settingsOf("data")} mayWrite />);
    expect(screen.getByRole("button", { name: "Move Google Gemini up" })).toBeDisabled();
    expect(screen.getByRole("button", { name: "Move Anthropic down" })).toBeDisabled();
  });

  it("is read by members, who change nothing", () => {
    render(() => <Page first={settingsOf("data")} mayWrite={false} />);
    expect(screen.getByText("Paused after failures")).toBeInTheDocument();
    expect(screen.queryAllByRole("button", { name: /Move|Test|key/ })).toEqual([]);
  });
});

describe("a switch", () => {
  it("shows what is stored until the change is stored", async () => {
    const [isOn, setOn] = createSignal(false);
    const wanted = vi.fn();
    render(() => <Switch label="Use AI" isOn={isOn()} words="" disabled={false} onChange={wanted} />);
    await userEvent.click(screen.getByRole("switch", { name: "Use AI" }));
    expect(wanted).toHaveBeenCalledWith(true);
    expect(screen.getByRole("switch")).not.toBeChecked();
    setOn(true);
    expect(screen.getByRole("switch")).toBeChecked();
  });
});

describe("a choice with reasons", () => {
  it("is one field of which one is chosen", async () => {
    const choose = vi.fn();
    render(() => (
      <RadioCards<"a" | "b">
        legend="Private code"
        options={{ a: "A", b: "B" }}
        hints={{ a: "Means a.", b: "Means b." }}
        value="a"
        onChange={choose}
      />
    ));
    await userEvent.click(screen.getByRole("radio", { name: "B" }));
    expect(choose).toHaveBeenCalledWith("b");
  });
});

describe("usage", () => {
  const usage = usageOf("data", null);

  it("is drawn with a summary in words and a table of the same figures", () => {
    render(() => <DayChart month={usage.month} byDay={usage.by_day} />);
    expect(screen.getByRole("img")).toHaveAccessibleName(/^Tokens by day in \w+ \d{4}: [\d,]+ in all, most on \w+ 8$/);
    const table = screen.getByRole("table", { hidden: true });
    expect(within(table).getAllByRole("row", { hidden: true })).toHaveLength(usage.by_day.length + 1);
  });

  it("of a limit is a meter with words", () => {
    render(() => <Meters usage={usage} />);
    const meter = screen.getByRole("meter", { name: "You, this month" });
    expect(meter).toHaveTextContent("1,512,000 of 2,000,000 tokens");
    expect(within(screen.getByRole("list", { name: "Alerts" })).getAllByRole("listitem")[0]).toHaveTextContent(
      "75% of a person's month was reached",
    );
  });
});
