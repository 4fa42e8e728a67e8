import { Show } from "solid-js";
import type { createPaged } from "../create-paged.ts";
import { Button } from "./button.tsx";
import { ProblemNotice } from "./notice.tsx";

/** The end of a list in a card: what went wrong with the next page, and the way to it while there is one. */
export function MorePages(props: {
  readonly of: Pick<ReturnType<typeof createPaged>, "cursor" | "more">;
  readonly label: string;
}) {
  return (
    <>
      <Show when={props.of.more.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <Show when={props.of.cursor()}>
        {(from) => (
          <div class="card-body">
            <Button busy={props.of.more.isBusy()} onClick={() => void props.of.more.run(from())}>
              {props.label}
            </Button>
          </div>
        )}
      </Show>
    </>
  );
}
