import { A } from "@solidjs/router";
import type { JSX } from "solid-js";
import { Logo } from "../../app/logo.tsx";
import { OfflineBanner } from "../../app/offline-banner.tsx";
import { PageFailure } from "../../app/page-failure.tsx";
import { appText, ruleText } from "../../strings.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

/** The frame of pages that anybody may read, signed in or not. */
export function RulesFrame(props: { readonly keys: readonly string[]; readonly children: JSX.Element }) {
  return (
    <>
      <a class="skip-link" href="#main" rel="external">
        {appText.skip}
      </a>
      <header class="top-bar">
        <A class="top-home" href="/" aria-label={appText.name}>
          <Logo />
          <span class="top-name">{appText.name}</span>
        </A>
        <nav class="top-nav" aria-label={appText.navigation}>
          <A class="top-link" href="/rules">
            {ruleText.title}
          </A>
        </nav>
      </header>
      <OfflineBanner />
      <main id="main" class="page" tabindex="-1">
        <Failing keys={() => props.keys} fallback={(error, retry) => <PageFailure error={error} onRetry={retry} />}>
          <Pending fallback={<Skeleton shape="page" rows={6} />}>{props.children}</Pending>
        </Failing>
      </main>
    </>
  );
}
