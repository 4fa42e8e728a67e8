import { Show } from "solid-js";
import type { Repository } from "../../api-types.ts";
import { formatCompact } from "../../format.ts";
import { fleetText, repositoryText } from "../../strings.ts";
import { IconExternal, IconFork, IconLock, IconStar } from "../../ui/icons.ts";

/** What GitHub says of a repository, in one line. */
export function RepositoryFacts(props: { readonly repository: Repository }) {
  return (
    <>
      <Show when={props.repository.private}>
        <span class="fact">
          <IconLock class="icon-small" />
          {fleetText.private}
        </span>
      </Show>
      <Show when={props.repository.archived}>
        <span>{fleetText.archived}</span>
      </Show>
      <Show when={props.repository.language}>{(language) => <span>{language()}</span>}</Show>
      <span class="fact tabular">
        <IconStar class="icon-small" />
        <span aria-hidden="true">{formatCompact(props.repository.stars)}</span>
        <span class="sr-only">{repositoryText.stars(formatCompact(props.repository.stars))}</span>
      </span>
      <span class="fact tabular">
        <IconFork class="icon-small" />
        <span aria-hidden="true">{formatCompact(props.repository.forks)}</span>
        <span class="sr-only">{repositoryText.forks(formatCompact(props.repository.forks))}</span>
      </span>
      <a class="link fact" href={props.repository.html_url} target="_blank" rel="noopener noreferrer">
        {repositoryText.onGithub}
        <IconExternal class="icon-small" />
      </a>
      <Show when={props.repository.description}>
        {(description) => <span class="repository-description prose">{description()}</span>}
      </Show>
    </>
  );
}
