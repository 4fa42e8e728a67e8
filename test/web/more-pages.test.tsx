import { cleanup, render, screen } from "@solidjs/testing-library";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { createPaged } from "../../web/src/create-paged.ts";
import { noAnswer } from "../../web/src/problem.ts";
import { MorePages } from "../../web/src/ui/more-pages.tsx";

afterEach(cleanup);

function List(props: { readonly load: (cursor: string) => Promise<{ items: string[]; next_cursor: string | null }> }) {
  const list = createPaged(
    () => ({ items: ["first"], next_cursor: "second" }),
    (cursor) => props.load(cursor),
  );
  return (
    <>
      <p>{list.items().join(", ")}</p>
      <MorePages of={list} label="Show more" />
    </>
  );
}

const more = async () => userEvent.click(await screen.findByRole("button", { name: "Show more" }));

it("the next page is asked for by its cursor, and the button goes with the last one", async () => {
  render(() => <List load={async (cursor) => ({ items: [cursor], next_cursor: null })} />);
  await more();
  await screen.findByText("first, second");
  expect(screen.queryByRole("button")).toBeNull();
});

it("a page that does not come says why, and can be asked for again", async () => {
  let tries = 0;
  render(() => (
    <List
      load={async () => {
        tries += 1;
        if (tries === 1) throw noAnswer(false);
        return { items: ["later"], next_cursor: null };
      }}
    />
  ));
  await more();
  await screen.findByText(noAnswer(false).detail);
  await more();
  await screen.findByText("first, later");
});
