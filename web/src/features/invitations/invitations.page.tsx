import { createAsync } from "@solidjs/router";
import { createSignal, For, Match, onCleanup, Show, Switch } from "solid-js";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { toProblem } from "../../problem.ts";
import { offerText } from "../../text/members.ts";
import { Failing, Pending } from "../../ui/async.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconInvitation } from "../../ui/icons.ts";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { forgetLink, isLink, keepLink, keptLink } from "./invitation-link.model.ts";
import { getLinkOffer, getOffers } from "./invitations.queries.ts";
import { OfferCard } from "./offer-card.tsx";

/** What the reader is invited to: by the link that was followed, and by name. Nothing happens without a click. */
export function InvitationsPage() {
  const [link, setLink] = createSignal(keptLink());
  const putAside = () => {
    forgetLink();
    setLink(undefined);
  };
  // A link that is followed on this very page loads nothing anew.
  const follow = () => {
    keepLink();
    setLink(keptLink());
  };
  addEventListener("hashchange", follow);
  onCleanup(() => removeEventListener("hashchange", follow));
  createPageTitle(() => offerText.title);
  return (
    <>
      <PageHead title={offerText.title} below={offerText.lead} />
      <Show when={link()} keyed>
        {(secret) => <ByLink secret={secret} onPutAside={putAside} />}
      </Show>
      <Failing keys={() => [getOffers.key]}>
        <Pending>
          <ByName isAlone={link() === undefined} />
        </Pending>
      </Failing>
    </>
  );
}

function ByLink(props: { readonly secret: string; readonly onPutAside: () => void }) {
  const aside = () => <Button onClick={() => props.onPutAside()}>{offerText.putAside}</Button>;
  return (
    <Show
      when={isLink(props.secret)}
      fallback={
        <Notice tone="warning" title={offerText.brokenTitle} actions={aside()}>
          {offerText.broken}
        </Notice>
      }
    >
      <Failing
        keys={() => [getLinkOffer.key]}
        fallback={(error, retry) => (
          <Switch fallback={<ProblemNotice problem={toProblem(error)} onRetry={retry} />}>
            <Match when={[404, 409, 410].includes(toProblem(error).status)}>
              <Notice tone="warning" title={offerText.goneTitle} actions={aside()}>
                {offerText.gone}
              </Notice>
            </Match>
          </Switch>
        )}
      >
        <Pending>
          <LinkOffer secret={props.secret} onPutAside={() => props.onPutAside()} />
        </Pending>
      </Failing>
    </Show>
  );
}

function LinkOffer(props: { readonly secret: string; readonly onPutAside: () => void }) {
  const offer = createAsync(() => getLinkOffer(props.secret));
  return (
    <Show when={offer()}>
      {(known) => <OfferCard offer={known()} choice={{ token: props.secret }} onPutAside={() => props.onPutAside()} />}
    </Show>
  );
}

function ByName(props: { readonly isAlone: boolean }) {
  const offers = createAsync(() => getOffers());
  return (
    <For
      each={offers()}
      fallback={
        <Show when={props.isAlone}>
          <EmptyState
            icon={IconInvitation}
            title={offerText.noneTitle}
            action={<LinkButton href="/">{offerText.home}</LinkButton>}
          >
            {offerText.none}
          </EmptyState>
        </Show>
      }
    >
      {(offer) => <OfferCard offer={offer} choice={{ id: offer.id }} />}
    </For>
  );
}
