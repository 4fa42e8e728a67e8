import { Match, Switch } from "solid-js";
import { type ApiProblem, toProblem } from "../problem.ts";
import { errorPageText } from "../strings.ts";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { IconLock, IconSearch } from "../ui/icons.ts";
import { ProblemNotice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { createPageTitle, PageHead } from "./page.tsx";

/** A page that could not be read: gone, not allowed, signed out (the app is leaving already), or failed. */
export function PageFailure(props: { readonly error: unknown; readonly onRetry: () => void }) {
  const problem = () => toProblem(props.error);
  const home = () => <LinkButton href="/">{errorPageText.home}</LinkButton>;
  createPageTitle(() => problem().title);
  return (
    <Switch fallback={<Failed problem={problem()} onRetry={() => props.onRetry()} />}>
      <Match when={problem().status === 401}>
        <Skeleton shape="page" rows={6} />
      </Match>
      <Match when={problem().status === 404}>
        <EmptyState icon={IconSearch} heading="h1" title={errorPageText.gone} action={home()}>
          {errorPageText.goneDetail}
        </EmptyState>
      </Match>
      <Match when={problem().status === 403}>
        <EmptyState icon={IconLock} heading="h1" title={errorPageText.noAccess} action={home()}>
          {errorPageText.noAccessDetail}
        </EmptyState>
      </Match>
    </Switch>
  );
}

function Failed(props: { readonly problem: ApiProblem; readonly onRetry: () => void }) {
  return (
    <>
      <PageHead title={errorPageText.failed} />
      <ProblemNotice problem={props.problem} onRetry={() => props.onRetry()} />
    </>
  );
}
