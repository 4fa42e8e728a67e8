import { createUniqueId, Show } from "solid-js";
import type { InvitationChoice, InvitationOffer } from "../../api-types.ts";
import { createTask } from "../../create-task.ts";
import { formatDayClock } from "../../format.ts";
import { offerText, roleText } from "../../text/members.ts";
import { Button } from "../../ui/button.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { notify } from "../../ui/toasts.tsx";
import { switchOrganization } from "../organization/organization.queries.ts";
import { acceptInvitation, declineInvitation } from "./invitations.queries.ts";

type Props = {
  readonly offer: InvitationOffer;
  readonly choice: InvitationChoice;
  /** Given for a link, which nobody can decline: it only is no longer kept here. */
  readonly onPutAside?: () => void;
};

/** Who invites to what, as what, and the two answers. */
export function OfferCard(props: Props) {
  const id = createUniqueId();
  const name = () => props.offer.organization.name;
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{offerText.joinTitle(name())}</h2>
        <span class="quiet small">{offerText.until(formatDayClock(Date.parse(props.offer.expires_at)))}</span>
      </div>
      <div class="card-body stack">
        <p>
          <Show when={props.offer.invited_by} fallback={offerText.somebody}>
            {(by) => offerText.by(by().login)}
          </Show>
          {". "}
          <span class="second">{offerText.members(props.offer.organization.members)}.</span>
        </p>
        <p class="second small">
          {offerText.as}: <span class="strong">{roleText.names[props.offer.role]}</span>.{" "}
          {roleText.hints[props.offer.role]}
        </p>
        <Show when={!props.offer.already_member} fallback={<Already {...props} />}>
          <Answers {...props} />
        </Show>
      </div>
    </section>
  );
}

function Answers(props: Props) {
  const name = () => props.offer.organization.name;
  const accept = createTask(() => acceptInvitation(props.choice));
  const decline = createTask(async () => {
    await declineInvitation(props.offer.id);
    notify({ tone: "ok", text: offerText.declined(name()) });
  });
  return (
    <>
      <Show when={accept.problem() ?? decline.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <div class="row">
        <Button
          variant="primary"
          aria-label={offerText.joinTitle(name())}
          busy={accept.isBusy()}
          onClick={() => void accept.run()}
        >
          {offerText.join}
        </Button>
        <Show
          when={props.onPutAside}
          fallback={
            <Button variant="ghost" busy={decline.isBusy()} onClick={() => void decline.run()}>
              {offerText.decline}
            </Button>
          }
        >
          {(putAside) => (
            <Button variant="ghost" onClick={() => putAside()()}>
              {offerText.putAside}
            </Button>
          )}
        </Show>
      </div>
    </>
  );
}

function Already(props: Props) {
  const open = createTask(() => switchOrganization(props.offer.organization.id));
  return (
    <Notice
      tone="info"
      title={offerText.already}
      actions={
        <>
          <Button busy={open.isBusy()} onClick={() => void open.run()}>
            {offerText.open}
          </Button>
          <Show when={props.onPutAside}>
            {(putAside) => (
              <Button variant="ghost" onClick={() => putAside()()}>
                {offerText.putAside}
              </Button>
            )}
          </Show>
        </>
      }
    >
      {offerText.alreadyDetail}
      <Show when={open.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
    </Notice>
  );
}
