import { createAsync } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import type { ListedTemplate } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { SettingsNav } from "../../app/settings-nav.tsx";
import { templateText } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconPlus } from "../../ui/icons.ts";
import { getMe } from "../session/session.queries.ts";
import { RemoveDialog } from "./remove-dialog.tsx";
import { TemplateForm } from "./template-form.tsx";
import { TemplateRow } from "./template-row.tsx";
import { getTemplates } from "./templates.queries.ts";

type Editing = { readonly template: ListedTemplate | undefined };

/** Our templates and the organization's, which its administrators write. */
export function TemplatesPage() {
  const templates = createAsync(() => getTemplates());
  const me = createAsync(() => getMe());
  const [editing, setEditing] = createSignal<Editing>();
  const [removing, setRemoving] = createSignal<ListedTemplate>();
  const mayWrite = () => ["owner", "admin"].includes(me()?.organization.role ?? "");
  createPageTitle(() => templateText.title);
  return (
    <>
      <PageHead
        title={templateText.title}
        below={templateText.lead}
        actions={
          <Show when={mayWrite() && !editing()}>
            <Button variant="primary" onClick={() => setEditing({ template: undefined })}>
              <IconPlus />
              {templateText.add}
            </Button>
          </Show>
        }
      />
      <SettingsNav />
      <Show when={editing()} keyed>
        {({ template }) => <TemplateForm template={template} onClose={() => setEditing(undefined)} />}
      </Show>
      <List
        title={templateText.own}
        templates={templates()?.own ?? []}
        onEdit={mayWrite() ? (template) => setEditing({ template }) : undefined}
        onRemove={mayWrite() ? setRemoving : undefined}
      />
      <List title={templateText.builtIn} templates={templates()?.builtIn ?? []} />
      <RemoveDialog template={removing()} onClose={() => setRemoving(undefined)} />
    </>
  );
}

type Act = ((template: ListedTemplate) => void) | undefined;

function List(props: {
  readonly title: string;
  readonly templates: readonly ListedTemplate[];
  readonly onEdit?: Act;
  readonly onRemove?: Act;
}) {
  return (
    <section class="stack stack-tight">
      <h2>{props.title}</h2>
      <ul class="card" aria-label={props.title}>
        <For each={props.templates} fallback={<li class="card-body second">{templateText.none}</li>}>
          {(template) => <TemplateRow template={template} onEdit={props.onEdit} onRemove={props.onRemove} />}
        </For>
      </ul>
    </section>
  );
}
