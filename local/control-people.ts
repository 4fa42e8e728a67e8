// Control route that makes an organization, or changes who belongs to it.
import * as z from "zod";
import { readBody } from "./github/body.ts";
import type { LocalApp, LocalC } from "./github/env.ts";
import { stableId } from "./repositories.ts";

const Login = z.string().regex(/^[a-z\d-]+$/i);
/** `members` are all of them: others who were members are none afterwards. */
const Organization = z.strictObject({ login: Login, members: z.array(Login) });

async function changeOrganization(c: LocalC) {
  const { local } = c.var;
  const { login, members } = await readBody(c, Organization);
  const { users } = local.state;
  const known = users.find((user) => user.login === login);
  const id = known?.id ?? stableId(`user:${login}`);
  const createdAt = local.clock.now();
  const email = `${login}@example.com`;
  if (!known) users.push({ id, login, name: login, email, type: "Organization", organizations: [], createdAt });
  for (const user of users) {
    const others = user.organizations.filter((name) => name !== login);
    user.organizations = members.includes(user.login) ? [...others, login] : others;
  }
  local.state.save();
  return c.json({ id });
}

export function controlPeople(app: LocalApp): void {
  app.post("/_control/organization", changeOrganization);
}
