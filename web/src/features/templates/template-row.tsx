import { createSignal, createUniqueId, For, Show } from "solid-js";
import type { ListedTemplate } from "../../api-types.ts";
import { generatorText, templateText } from "../../strings.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { IconChevronRight } from "../../ui/icons.ts";
import { FileText } from "../generator/file-text.tsx";

type Act = ((template: ListedTemplate) => void) | undefined;

/** One template, with its content on demand. */
export function TemplateRow(props: {
  readonly template: ListedTemplate;
  readonly onEdit: Act;
  readonly onRemove: Act;
}) {
  const [isOpen, setOpen] = createSignal(false);
  const id = createUniqueId();
  const platform = () => {
    const { platform: only } = props.template;
    return only === null ? templateText.anyPlatform : generatorText.platforms[only];
  };
  return (
    <li class="artifact">
      <div class="artifact-head">
        <button
          type="button"
          class="group-toggle"
          aria-expanded={isOpen()}
          aria-controls={id}
          onClick={() => setOpen((open) => !open)}
        >
          <IconChevronRight class="icon-small group-arrow" />
          <span class="group-title">{props.template.name}</span>
          <Badge>{platform()}</Badge>
          <span class="quiet small tabular">{templateText.version(props.template.version)}</span>
        </button>
        <Show when={props.template.content.kind === "text" && props.onEdit}>
          {(edit) => (
            <Button size="small" onClick={() => edit()(props.template)}>
              {templateText.edit}
            </Button>
          )}
        </Show>
        <Show when={props.onRemove}>
          {(remove) => (
            <Button size="small" variant="ghost" onClick={() => remove()(props.template)}>
              {templateText.remove}
            </Button>
          )}
        </Show>
      </div>
      <div id={id} hidden={!isOpen()} class="artifact-files">
        <Show when={isOpen()}>
          <Details template={props.template} />
        </Show>
      </div>
    </li>
  );
}

function Details(props: { readonly template: ListedTemplate }) {
  const shown = () => {
    const { content } = props.template;
    if (content.kind === "text") return { path: content.path, text: content.text };
    return { path: templateText.options, text: JSON.stringify(content.options, null, 2) };
  };
  const rule = () => Object.values(props.template.match.rule).flat();
  return (
    <>
      <p class="second">{props.template.description}</p>
      <p class="second small">
        {rule().length > 0 ? `${templateText.fits} ${rule().join(", ")}` : templateText.fitsAll}
      </p>
      <Show when={props.template.parameters.length > 0}>
        <dl class="facts">
          <For each={props.template.parameters}>
            {(parameter) => (
              <>
                <dt class="mono">{parameter.name}</dt>
                <dd>
                  {templateText.types[parameter.type]}
                  {parameter.required ? `, ${templateText.required}` : ""}
                  {parameter.default === null ? "" : `, ${templateText.otherwise(String(parameter.default))}`}{" "}
                  <span class="quiet">{parameter.description}</span>
                </dd>
              </>
            )}
          </For>
        </dl>
      </Show>
      <FileText path={shown().path} text={shown().text} />
    </>
  );
}
