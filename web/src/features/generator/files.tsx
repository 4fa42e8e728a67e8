import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js";
import type { ConfigurationProblem, FileProblem, Preview } from "../../api-types.ts";
import { generatorText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconDone, IconEdit, IconFailed, IconHigh, IconSpinner } from "../../ui/icons.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import type { Generation } from "./create-generation.ts";
import { worstOf } from "./editor.model.ts";
import { Editor } from "./editor.tsx";
import { FileText } from "./file-text.tsx";
import { ProblemList } from "./problem-list.tsx";

type FilesProps = { readonly generation: Generation; readonly preview: Preview };

/** The files, one at a time. The first is the pipeline and can be edited; those beside it are read. */
export function Files(props: FilesProps) {
  const { generation } = props;
  const [chosen, setChosen] = createSignal<string>();
  const [isEditing, setEditing] = createSignal(generation.edited() !== undefined);
  const file = createMemo(() => props.preview.files.find(({ path }) => path === chosen()) ?? props.preview.files[0]);
  const isFirst = () => file() === props.preview.files[0];
  const path = () => file()?.path ?? "";
  const text = () => (isFirst() ? generation.text() : (file()?.text ?? ""));
  const own = createMemo(() => problemsOf(path(), generation.problems()));
  const others = createMemo(() => generation.problems().filter((problem) => problem.path !== path()));
  const stop = () => {
    generation.discard();
    setEditing(false);
  };
  return (
    <div class="stack stack-tight">
      <div class="file-bar">
        <FileChoice preview={props.preview} path={path()} onChoose={setChosen} />
        <Verdict generation={generation} />
        <Show when={isFirst()}>
          <EditButtons
            isEditing={isEditing()}
            hasEdits={generation.edited() !== undefined}
            onEdit={() => setEditing(true)}
            onStop={stop}
          />
        </Show>
      </div>
      <Show when={generation.checked.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <Show
        when={isFirst() && isEditing()}
        fallback={
          <>
            <FileText path={path()} text={text()} />
            <ProblemList problems={own()} />
          </>
        }
      >
        <Editor path={path()} text={text()} problems={own()} onInput={(edited) => generation.edit(edited)} />
      </Show>
      <ProblemList problems={others()} />
    </div>
  );
}

/** Without their path, which is the one in sight. */
function problemsOf(path: string, problems: readonly FileProblem[]): ConfigurationProblem[] {
  return problems.filter((problem) => problem.path === path).map(({ path: _path, ...problem }) => problem);
}

function FileChoice(props: {
  readonly preview: Preview;
  readonly path: string;
  readonly onChoose: (path: string) => void;
}) {
  return (
    <Show when={props.preview.files.length > 1}>
      <fieldset class="chips file-choice">
        <legend class="sr-only">{generatorText.file}</legend>
        <For each={props.preview.files}>
          {({ path }) => (
            <button type="button" class="chip" aria-pressed={path === props.path} onClick={() => props.onChoose(path)}>
              {path.split("/").at(-1)}
            </button>
          )}
        </For>
      </fieldset>
    </Show>
  );
}

function EditButtons(props: {
  readonly isEditing: boolean;
  readonly hasEdits: boolean;
  readonly onEdit: () => void;
  readonly onStop: () => void;
}) {
  return (
    <Show
      when={props.isEditing}
      fallback={
        <Button size="small" onClick={() => props.onEdit()}>
          <IconEdit class="icon-small" />
          {generatorText.edit}
        </Button>
      }
    >
      <Button size="small" onClick={() => props.onStop()}>
        {props.hasEdits ? generatorText.reset : generatorText.stop}
      </Button>
    </Show>
  );
}

/** Whether the files pass, said once it changes. */
function Verdict(props: { readonly generation: Generation }) {
  const problems = () => props.generation.problems();
  const count = (severity: FileProblem["severity"]) =>
    problems().filter((problem) => problem.severity === severity).length;
  const waiting = () => {
    if (props.generation.preview.isAsking()) return generatorText.updating;
    return props.generation.checked.isAsking() ? generatorText.checking : undefined;
  };
  return (
    <p class={`verdict small verdict-${waiting() ? "waiting" : (worstOf(problems()) ?? "ok")}`} role="status">
      <Switch fallback={<IconDone class="icon-small" />}>
        <Match when={waiting()}>
          <IconSpinner class="icon-small spin" />
        </Match>
        <Match when={worstOf(problems()) === "error"}>
          <IconFailed class="icon-small" />
        </Match>
        <Match when={worstOf(problems()) === "warning"}>
          <IconHigh class="icon-small" />
        </Match>
      </Switch>
      {waiting() ?? (generatorText.problems(count("error"), count("warning")) || generatorText.passes)}
    </p>
  );
}
