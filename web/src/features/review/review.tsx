import { createAsync, useSearchParams } from "@solidjs/router";
import { createSignal, createUniqueId, For, onMount, Show } from "solid-js";
import type { Repository, Review, ReviewNote } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { shortSha } from "../../format.ts";
import { badgeText, categoryText } from "../../strings.ts";
import { aiText, reviewText } from "../../text/ai.ts";
import { Badge, SeverityIcon } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CodeEvidence } from "../../ui/code.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconAi, IconDone, IconPipeline } from "../../ui/icons.ts";
import { InlineText } from "../../ui/inline-text.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { reviewPullRequest } from "../ai/ai.queries.ts";
import { AiSummaryCard } from "../ai/ai-summary.tsx";
import { getMe } from "../session/session.queries.ts";
import { notesOf, pullNumberOf } from "./review.model.ts";

/** What a pull request's changes to pipelines bring, asked for by its number; the number stands in the address. */
export function ReviewPanel(props: { readonly repository: Repository }) {
  const [search, setSearch] = useSearchParams<{ pull?: string | undefined }>();
  const [review, setReview] = createSignal<Review>();
  const me = createAsync(() => getMe());
  const mayAsk = () => me()?.organization.role !== "viewer";
  const run = createTask(async (number: number) => {
    setReview(undefined);
    setReview(await reviewPullRequest(props.repository.id, number));
  });
  const ask = (number: number) => {
    setSearch({ pull: String(number) }, { replace: true });
    void run.run(number);
  };
  return (
    <div class="stack">
      <section class="card" aria-labelledby="review">
        <div class="card-head">
          <h2 id="review">{reviewText.title}</h2>
        </div>
        <div class="card-body stack">
          <p class="second small prose">{reviewText.lead}</p>
          <Show when={mayAsk()} fallback={<p class="quiet small">{reviewText.viewers}</p>}>
            <NumberForm first={search.pull ?? ""} isBusy={run.isBusy()} onAsk={ask} />
          </Show>
        </div>
      </section>
      <Show when={run.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <Show when={run.isBusy()}>
        <p class="second small" role="status">
          {reviewText.running}
        </p>
        <Skeleton rows={4} />
      </Show>
      <Show when={review()}>{(known) => <ReviewResult review={known()} />}</Show>
    </div>
  );
}

function NumberForm(props: {
  readonly first: string;
  readonly isBusy: boolean;
  readonly onAsk: (number: number) => void;
}) {
  const id = createUniqueId();
  const [hasError, setError] = createSignal(false);
  let field: HTMLInputElement | undefined;
  onMount(() => {
    if (field) field.value = pullNumberOf(props.first)?.toString() ?? "";
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const number = pullNumberOf(field?.value ?? "");
    setError(number === undefined);
    if (number === undefined) field?.focus();
    else props.onAsk(number);
  };
  return (
    <form class="review-form" onSubmit={submit}>
      <div class="text-field">
        <label for={id}>{reviewText.number}</label>
        <input
          ref={field}
          id={id}
          class="input tabular"
          type="text"
          inputmode="numeric"
          autocomplete="off"
          placeholder="42"
          aria-describedby={`${id}-error`}
          aria-invalid={hasError() ? "true" : undefined}
        />
      </div>
      <Button variant="primary" type="submit" busy={props.isBusy}>
        {reviewText.run}
      </Button>
      <p class="field-error small" id={`${id}-error`} aria-live="polite">
        {hasError() ? reviewText.numberError : ""}
      </p>
    </form>
  );
}

function ReviewResult(props: { readonly review: Review }) {
  const isUntouched = () => props.review.paths.length === 0;
  return (
    <>
      <section class="card" aria-labelledby="review-result">
        <div class="card-head">
          <h2 id="review-result" tabindex="-1" ref={(heading) => queueMicrotask(() => heading.focus())}>
            {reviewText.resultTitle(props.review.pull_number)}
          </h2>
          <span class="quiet small">
            <span class="mono">{reviewText.between(shortSha(props.review.base), shortSha(props.review.head))}</span>
            {" · "}
            {reviewText.paths(props.review.paths.length)}
          </span>
        </div>
        <Show
          when={props.review.notes.length > 0}
          fallback={
            <EmptyState
              icon={isUntouched() ? IconPipeline : IconDone}
              title={isUntouched() ? reviewText.untouchedTitle : reviewText.cleanTitle}
            >
              {isUntouched() ? reviewText.untouched : reviewText.clean}
            </EmptyState>
          }
        >
          <NoteGroup title={reviewText.fromRules} notes={notesOf(props.review.notes, "rule")} />
          <NoteGroup title={reviewText.fromAi} notes={notesOf(props.review.notes, "ai")} />
        </Show>
      </section>
      <Show when={!isUntouched()}>
        <AiSummaryCard summary={props.review.ai} />
      </Show>
    </>
  );
}

function NoteGroup(props: { readonly title: string; readonly notes: readonly ReviewNote[] }) {
  return (
    <Show when={props.notes.length > 0}>
      <section class="review-group">
        <h3 class="label">
          {props.title} <span class="tab-count">{props.notes.length}</span>
        </h3>
        <For each={props.notes}>{(note) => <Note note={note} />}</For>
      </section>
    </Show>
  );
}

/** The words of a claim are the model's: text and nothing more. */
function Note(props: { readonly note: ReviewNote }) {
  const isRule = () => props.note.origin === "rule";
  return (
    <article class="review-note stack stack-tight">
      <div class="row">
        <SeverityIcon severity={props.note.severity} />
        <span class="sr-only">{badgeText.severity[props.note.severity]}</span>
        <h4 class="strong">{props.note.title}</h4>
        <Badge>{categoryText[props.note.category]}</Badge>
        <Show
          when={isRule()}
          fallback={
            <Badge tone="accent" icon={IconAi} title={aiText.claimHint}>
              {aiText.claim}
            </Badge>
          }
        >
          <a class="link small" href={`/rules/${props.note.id}`}>
            {props.note.id}
          </a>
        </Show>
      </div>
      <p class="prose">
        <Show when={isRule()} fallback={props.note.message}>
          <InlineText text={props.note.message} />
        </Show>
      </p>
      <For each={props.note.evidence}>{(evidence) => <CodeEvidence evidence={evidence} />}</For>
    </article>
  );
}
