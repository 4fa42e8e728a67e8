import { Show } from "solid-js";
import type { Analysis } from "../../api-types.ts";
import { analysisText } from "../../strings.ts";
import { Notice } from "../../ui/notice.tsx";

/** Why an analysis ended without a result. */
export function EndNotice(props: { readonly analysis: Analysis }) {
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
