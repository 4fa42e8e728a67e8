import { For } from "solid-js";
import { may, ROLES, type Role } from "../../../../worker/permissions.ts";
import { memberText, permissionText, roleText } from "../../text/members.ts";
import { IconCheck } from "../../ui/icons.ts";
import { permissionRows } from "./members.model.ts";

/** What each role may do, read off the table by which the server decides. */
export function PermissionTable(props: { readonly own: Role }) {
  return (
    <section class="card" aria-labelledby="roles">
      <div class="card-head">
        <h2 id="roles">{memberText.rolesTitle}</h2>
        <span class="quiet small">{memberText.rolesHint}</span>
      </div>
      <table class="table rights">
        <caption class="sr-only">{memberText.rolesTable}</caption>
        <thead>
          <tr>
            <th scope="col">{memberText.may}</th>
            <For each={ROLES}>
              {(role) => (
                <th scope="col" classList={{ "rights-own": role === props.own }}>
                  {roleText.names[role]}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={permissionRows()}>
            {({ permission }) => (
              <tr>
                <th scope="row">{permissionText[permission]}</th>
                <For each={ROLES}>
                  {(role) => (
                    <td classList={{ "rights-own": role === props.own }}>
                      <Mark isAllowed={may(role, permission)} />
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}

function Mark(props: { readonly isAllowed: boolean }) {
  return (
    <>
      {props.isAllowed ? <IconCheck class="icon-small" /> : <span aria-hidden="true">–</span>}
      <span class="sr-only">{props.isAllowed ? memberText.yes : memberText.no}</span>
    </>
  );
}
