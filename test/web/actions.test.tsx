import { cleanup, render, screen } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createTask } from "../../web/src/create-task.ts";
import { ApiProblem } from "../../web/src/problem.ts";
import { Button } from "../../web/src/ui/button.tsx";
import { Diff } from "../../web/src/ui/diff-table.tsx";
import { InlineText } from "../../web/src/ui/inline-text.tsx";
import { ProblemNotice } from "../../web/src/ui/notice.tsx";

afterEach(cleanup);

describe("one action", () => {
  it("runs once, however often it is clicked", async () => {
    let finish = () => {};
    const work = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const task = createTask(work);
    render(() => (
      <Button busy={task.isBusy()} onClick={() => void task.run()}>
        Open pull request
      </Button>
    ));
    await userEvent.dblClick(screen.getByRole("button"));
    expect(work).toHaveBeenCalledOnce();
    expect(screen.getByRole("button")).toHaveAttribute("aria-busy", "true");
    finish();
    await vi.waitFor(() => expect(screen.getByRole("button")).not.toHaveAttribute("aria-busy"));
    await userEvent.click(screen.getByRole("button"));
    expect(work).toHaveBeenCalledTimes(2);
  });

  it("keeps its failure to be shown, until it runs again", async () => {
    const task = createTask((fails: boolean) =>
      fails
        ? Promise.reject(new ApiProblem({ status: 409, code: "conflict", title: "t", detail: "d" }))
        : Promise.resolve(1),
    );
    await expect(task.run(true)).resolves.toBeUndefined();
    expect(task.problem()?.code).toBe("conflict");
    await expect(task.run(false)).resolves.toBe(1);
    expect(task.problem()).toBeUndefined();
  });
});

describe("what comes from repositories", () => {
  const HOSTILE = '<img src=x onerror="alert(1)">';

  it("is shown as text in a diff, with words for added and removed", () => {
    render(() => <Diff diff={`--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+${HOSTILE}\n`} />);
    expect(document.querySelector("img")).toBeNull();
    expect(screen.getByRole("table", { name: "Changes in x" })).toHaveTextContent(`added: ${HOSTILE}`);
  });

  it("is shown as text in a sentence, with backticks as code", () => {
    render(() => <InlineText text={`Use \`npm ci\` in ${HOSTILE}`} />);
    expect(document.querySelector("code")).toHaveTextContent("npm ci");
    expect(document.querySelector("img")).toBeNull();
  });
});

describe("a problem on the page", () => {
  it("says what happened, what to do, and gives the id to copy", async () => {
    const onRetry = vi.fn();
    const problem = new ApiProblem({
      status: 502,
      code: "upstream_failed",
      title: "GitHub did not answer",
      detail: "Nothing was changed.",
      correlationId: "id-7",
      retryAt: Date.parse("2030-01-01T14:32:00"),
    });
    render(() => <ProblemNotice problem={problem} onRetry={onRetry} />);
    const alert = screen.getByRole("alert");
    expect(alert).toHaveTextContent("Nothing was changed.");
    expect(alert).toHaveTextContent("You can continue at 14:32.");
    expect(alert).toHaveTextContent("id-7");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  it("leads to where it can be solved", () => {
    const problem = new ApiProblem({
      status: 403,
      code: "missing_scope",
      title: "t",
      detail: "d",
      actionUrl: "/api/auth/github",
    });
    render(() => <ProblemNotice problem={problem} />);
    expect(screen.getByRole("link", { name: "Continue" })).toHaveAttribute("href", "/api/auth/github");
  });
});
