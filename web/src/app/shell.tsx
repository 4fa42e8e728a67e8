import { A, createAsync, type RouteSectionProps, useIsRouting, useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createSignal, onCleanup, Show } from "solid-js";
import type { Me } from "../api-types.ts";
import { keepLink } from "../features/invitations/invitation-link.model.ts";
import { followOtherTabs, stayIn } from "../features/organization/moving.ts";
import { getMe, signInPath } from "../features/session/session.queries.ts";
import { appText } from "../strings.ts";
import { Failing, Pending } from "../ui/async.tsx";
import { Badge } from "../ui/badge.tsx";
import { LinkButton } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { LiveChip } from "./live-chip.tsx";
import { Logo } from "./logo.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { DeletionNotice, InvitationNotice } from "./organization-banners.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { PageFailure } from "./page-failure.tsx";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { createShortcuts } from "./shortcuts.ts";
import { UserMenu } from "./user-menu.tsx";

/** The frame around every page of a signed-in user. */
export function Shell(props: RouteSectionProps) {
  const navigate = useNavigate();
  const isRouting = useIsRouting();
  const location = useLocation();
  const [isHelpOpen, setHelpOpen] = createSignal(false);
  // Before anything can send the reader away to sign in.
  keepLink();
  onCleanup(followOtherTabs());
  createShortcuts({ goTo: navigate, showHelp: () => setHelpOpen(true) });
  return (
    <>
      {/* External, because the router would take the fragment for a change of page. */}
      <a class="skip-link" href="#main" rel="external">
        {appText.skip}
      </a>
      <div class="route-progress" classList={{ "route-progress-on": isRouting() }} aria-hidden="true" />
      <Failing keys={() => [getMe.key]} fallback={(error, retry) => <PageFailure error={error} onRetry={retry} />}>
        <Pending fallback={<EmptyFrame />}>
          <Frame onShortcuts={() => setHelpOpen(true)}>
            <Failing
              keys={() => []}
              resetOn={() => location.pathname}
              fallback={(error, retry) => <PageFailure error={error} onRetry={retry} />}
            >
              <Pending fallback={<Skeleton shape="page" rows={6} />}>{props.children}</Pending>
            </Failing>
          </Frame>
        </Pending>
      </Failing>
      <ShortcutHelp open={isHelpOpen()} onClose={() => setHelpOpen(false)} />
    </>
  );
}

function EmptyFrame() {
  return (
    <>
      <header class="top-bar" />
      <main id="main" class="page">
        <Skeleton shape="page" rows={6} />
      </main>
    </>
  );
}

function Frame(props: { readonly onShortcuts: () => void; readonly children: RouteSectionProps["children"] }) {
  const me = createAsync(() => getMe());
  createEffect(() => {
    const id = me()?.organization.id;
    if (id !== undefined) stayIn(id);
  });
  return (
    <Show when={me()}>
      {(someone) => (
        <>
          <TopBar me={someone()} onShortcuts={() => props.onShortcuts()} />
          <OfflineBanner />
          <main id="main" class="page" tabindex="-1">
            <DeletionNotice me={someone()} />
            <TokenNotice me={someone()} />
            <InvitationNotice me={someone()} />
            {props.children}
          </main>
        </>
      )}
    </Show>
  );
}

function TopBar(props: { readonly me: Me; readonly onShortcuts: () => void }) {
  return (
    <header class="top-bar">
      <A class="top-home" href="/" aria-label={appText.name}>
        <Logo />
        <span class="top-name">{appText.name}</span>
      </A>
      <OrganizationSwitcher me={props.me} />
      <nav class="top-nav" aria-label={appText.navigation}>
        <A class="top-link" href="/" end>
          {appText.fleet}
        </A>
        <A class="top-link" href="/jobs">
          {appText.jobs}
        </A>
        <A class="top-link" href="/onboarding">
          {appText.connect}
        </A>
      </nav>
      <div class="top-end">
        <LiveChip />
        <Show when={props.me.demo}>
          <Badge title={appText.demoHint}>{appText.demo}</Badge>
        </Show>
        <UserMenu me={props.me} onShortcuts={() => props.onShortcuts()} />
      </div>
    </header>
  );
}

/** GitHub refused the stored token: everything still reads, nothing works, and one click solves it. */
function TokenNotice(props: { readonly me: Me }) {
  const location = useLocation();
  const renew = () => signInPath("repositories", location.pathname + location.search);
  return (
    <Show when={!props.me.github.token_valid}>
      <Notice
        tone="warning"
        title={appText.tokenRefused}
        actions={
          <LinkButton href={renew()} rel="external">
            {appText.signInAgain}
          </LinkButton>
        }
      >
        {appText.tokenRefusedDetail}
      </Notice>
    </Show>
  );
}
