import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { ConfigurationProblem } from "../../api-types.ts";
import { generatorText } from "../../strings.ts";
import { IconFailed, IconHigh } from "../../ui/icons.ts";
import { InlineText } from "../../ui/inline-text.tsx";

type Listed = ConfigurationProblem & { readonly path?: string };

/** Every problem with its place; with `onShow` a click leads there. */
export function ProblemList(props: {
  readonly problems: readonly Listed[];
  readonly onShow?: (problem: ConfigurationProblem) => void;
}) {
  return (
    <Show when={props.problems.length > 0}>
      <ul class="problems" aria-label={generatorText.problemList}>
        <For each={props.problems}>{(problem) => <Problem problem={problem} onShow={props.onShow} />}</For>
      </ul>
    </Show>
  );
}

function Problem(props: {
  readonly problem: Listed;
  readonly onShow: ((problem: ConfigurationProblem) => void) | undefined;
}) {
  const place = () => {
    const { path, line } = props.problem;
    return path === undefined ? generatorText.line(line) : `${path}:${line}`;
  };
  return (
    <li class={`problem problem-${props.problem.severity}`}>
      <Show when={props.problem.severity === "error"} fallback={<IconHigh class="icon-small" />}>
        <IconFailed class="icon-small" />
      </Show>
      <span class="sr-only">{generatorText.severity[props.problem.severity]}</span>
      <Show when={props.onShow} fallback={<span class="problem-place quiet tabular">{place()}</span>}>
        {(show) => (
          <button type="button" class="link problem-place tabular" onClick={() => show()(props.problem)}>
            {place()}
          </button>
        )}
      </Show>
      <span class="problem-words">
        <InlineText text={props.problem.message} />{" "}
        <Show
          when={props.problem.rule}
          fallback={<span class="quiet">{generatorText.source[props.problem.source]}</span>}
        >
          {(rule) => (
            <A class="link quiet" href={`/rules/${rule()}`}>
              {rule()}
            </A>
          )}
        </Show>
      </span>
    </li>
  );
}
