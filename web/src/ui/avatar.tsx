import { Show } from "solid-js";

/** The only place of pictures that the page's policy allows. */
const AVATARS = "https://avatars.githubusercontent.com/";
const SIZES = { small: "24", large: "40" } as const;

/** The picture of somebody of GitHub, or the first letter of the login. Its name has to stand beside it. */
export function Avatar(props: {
  readonly person: { readonly login: string; readonly avatar_url: string | null };
  readonly size?: keyof typeof SIZES;
}) {
  const size = () => SIZES[props.size ?? "small"];
  const look = () => `avatar ${props.size === "large" ? "avatar-large" : ""}`;
  const url = () => (props.person.avatar_url?.startsWith(AVATARS) ? props.person.avatar_url : undefined);
  return (
    <Show
      when={url()}
      fallback={
        <span class={look()} aria-hidden="true">
          {props.person.login.slice(0, 1).toUpperCase()}
        </span>
      }
    >
      {(source) => <img class={look()} src={source()} alt="" width={size()} height={size()} />}
    </Show>
  );
}
