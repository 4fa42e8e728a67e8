import { createEffect, Show } from "solid-js";
import type { Analysis } from "../../api-types.ts";
import { refresh } from "../../refresh.ts";
import { analysisText } from "../../strings.ts";
import { Notice } from "../../ui/notice.tsx";
import { getMe, loadMe } from "../session/session.queries.ts";

/** Why an analysis ended without a result. */
export function EndNotice(props: { readonly analysis: Analysis }) {
  // The frame offers to sign in again once it knows that GitHub refused the token.
  createEffect(() => {
    if (props.analysis.error?.code !== "github_token_refused") return;
    void refresh(getMe.keyFor(), loadMe).catch(() => undefined);
  });
  return (
    <Show
      when={props.analysis.phase === "failed"}
      fallback={
        <Notice tone="info" title={analysisText.cancelledTitle}>
          {analysisText.cancelledDetail}
        </Notice>
      }
    >
      <Notice tone="failure" title={analysisText.failedTitle}>
        <Show when={props.analysis.error}>
          {(error) => (
            <p>
              {error().detail} <code class="quiet">{error().code}</code>
            </p>
          )}
        </Show>
        <p>{analysisText.failed}</p>
      </Notice>
    </Show>
  );
}
