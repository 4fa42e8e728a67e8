import { createAsync } from "@solidjs/router";
import { Show } from "solid-js";
import type { OfferedRepositories } from "../../api-types.ts";
import { onboardingText } from "../../strings.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { getAuthStatus, signInPath } from "../session/session.queries.ts";

/** Why the list may not be whole, and what to do about it. */
export function ListNotices(props: { readonly offered: OfferedRepositories }) {
  const allow = () => (
    <LinkButton href={signInPath("repositories", "/onboarding")} rel="external">
      {onboardingText.missingAction}
    </LinkButton>
  );
  return (
    <>
      <Show when={props.offered.missing_scopes.length > 0}>
        <Notice tone="info" title={onboardingText.missingTitle} actions={allow()}>
          {onboardingText.missing}
        </Notice>
      </Show>
      <Show when={!props.offered.complete}>
        <Notice tone="info" title={onboardingText.incompleteTitle}>
          {onboardingText.incomplete}
        </Notice>
      </Show>
    </>
  );
}

/** Organizations can hide repositories from us; GitHub's own page says which. */
export function RestrictionsNote() {
  const status = createAsync(() => getAuthStatus());
  return (
    <Show when={status() && !status()?.demo}>
      <p class="quiet small prose">
        <span class="strong">{onboardingText.restrictionsTitle}</span> {onboardingText.restrictions}{" "}
        <a
          class="link"
          href={`${status()?.github_url}/settings/applications`}
          target="_blank"
          rel="noopener noreferrer"
        >
          {onboardingText.restrictionsLink}
        </a>
      </p>
    </Show>
  );
}
