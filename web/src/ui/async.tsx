/** The only two places that use Suspense and ErrorBoundary. */
import { revalidate } from "@solidjs/router";
import { createEffect, ErrorBoundary, type JSX, on, Suspense } from "solid-js";
import { toProblem } from "../problem.ts";
import { ProblemNotice } from "./notice.tsx";
import { Skeleton } from "./skeleton.tsx";

/** Shows a skeleton until what is inside can be shown. */
export function Pending(props: { readonly fallback?: JSX.Element; readonly children: JSX.Element }) {
  return <Suspense fallback={props.fallback ?? <Skeleton />}>{props.children}</Suspense>;
}

/** Shows a failed request in place of what is inside; "Try again" reads `keys` anew, all queries when empty. */
export function Failing(props: {
  readonly keys: () => readonly string[];
  /** A change of this takes the failure away, for example a new path. */
  readonly resetOn?: () => unknown;
  readonly fallback?: (error: unknown, retry: () => void) => JSX.Element;
  readonly children: JSX.Element;
}) {
  return (
    <ErrorBoundary
      fallback={(error: unknown, reset) => {
        const retry = () => {
          const keys = props.keys();
          void revalidate(keys.length === 0 ? undefined : [...keys]);
          reset();
        };
        createEffect(on(() => props.resetOn?.(), reset, { defer: true }));
        return props.fallback?.(error, retry) ?? <ProblemNotice problem={toProblem(error)} onRetry={retry} />;
      }}
    >
      {props.children}
    </ErrorBoundary>
  );
}
