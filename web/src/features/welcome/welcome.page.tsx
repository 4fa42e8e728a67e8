import { createAsync, Navigate, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import { Logo } from "../../app/logo.tsx";
import { OfflineBanner } from "../../app/offline-banner.tsx";
import { appText, welcomeText } from "../../strings.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { IconArrowRight, IconLock } from "../../ui/icons.ts";
import { Notice } from "../../ui/notice.tsx";
import { isInvitationPath } from "../invitations/invitation-link.model.ts";
import { getAuthStatus, signInPath } from "../session/session.queries.ts";
import { failureOf, returnPathOf, signedInPath } from "./welcome.model.ts";
import { WelcomePicture } from "./welcome-picture.tsx";

type Search = { return_to?: string; error?: string };

/** What the product is, one button, and what we ask GitHub for. */
export function WelcomePage() {
  const [search] = useSearchParams<Search>();
  const returnTo = () => returnPathOf(search.return_to);
  document.title = appText.name;
  return (
    <>
      <OfflineBanner />
      <header class="welcome-bar">
        <Logo />
        <span class="strong">{appText.name}</span>
      </header>
      <main class="welcome">
        <section class="welcome-words">
          <h1>{welcomeText.title}</h1>
          <p class="welcome-lead">{welcomeText.lead}</p>
          <WelcomeNotice failure={failureOf(search.error)} returnTo={search.return_to} />
          <Failing keys={() => [getAuthStatus.key]}>
            <Pending fallback={<div class="welcome-start" />}>
              <SignIn returnTo={returnTo()} error={search.error} />
            </Pending>
          </Failing>
          <p class="welcome-promise small">
            <IconLock class="icon-small" />
            {welcomeText.promise}
          </p>
        </section>
        <WelcomePicture />
        <Points />
        <Rights />
      </main>
    </>
  );
}

function WelcomeNotice(props: { readonly failure: string | undefined; readonly returnTo: string | undefined }) {
  return (
    <Show
      when={props.failure}
      fallback={
        <Show when={props.returnTo !== undefined}>
          <Show
            when={isInvitationPath(props.returnTo)}
            fallback={
              <Notice tone="info" title={welcomeText.signedOutTitle}>
                {welcomeText.signedOut}
              </Notice>
            }
          >
            <Notice tone="info" title={welcomeText.invitedTitle}>
              {welcomeText.invited}
            </Notice>
          </Show>
        </Show>
      }
    >
      {(failure) => (
        <Notice tone="failure" title={welcomeText.failedTitle}>
          {failure()}
        </Notice>
      )}
    </Show>
  );
}

function SignIn(props: { readonly returnTo: string; readonly error: string | undefined }) {
  const status = createAsync(() => getAuthStatus());
  return (
    <Show when={status()}>
      {(known) => (
        <Show when={!known().signed_in} fallback={<Navigate href={signedInPath(props.returnTo, props.error)} />}>
          <div class="welcome-start">
            <LinkButton variant="primary" size="large" href={signInPath("identity", props.returnTo)} rel="external">
              {known().demo ? welcomeText.startDemo : welcomeText.signIn}
              <IconArrowRight />
            </LinkButton>
            <Show when={known().demo}>
              <p class="quiet small">{welcomeText.demoNote}</p>
            </Show>
          </div>
        </Show>
      )}
    </Show>
  );
}

function Points() {
  return (
    <ul class="welcome-points">
      <For each={welcomeText.points}>
        {(point) => (
          <li>
            <h2>{point.title}</h2>
            <p class="second">{point.detail}</p>
          </li>
        )}
      </For>
    </ul>
  );
}

function Rights() {
  return (
    <section class="welcome-rights" aria-labelledby="rights">
      <h2 id="rights">{welcomeText.rightsTitle}</h2>
      <dl>
        <For each={welcomeText.rights}>
          {(right) => (
            <div>
              <dt>
                <code>{right.scope}</code>
                <span class="quiet tiny">{right.when}</span>
              </dt>
              <dd class="second">{right.why}</dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  );
}
