import type { UserRecord } from "./records.ts";
import { stableId } from "./repositories.ts";
import type { State } from "./state.ts";

const ORGANIZATION = "acme";
const JOINED_AT = Date.UTC(2021, 2, 1, 9);

function user(login: string, name: string, organizations: string[]): UserRecord {
  const type = "User";
  const email = `${login}@example.com`;
  return { id: stableId(`user:${login}`), login, name, email, type, organizations, createdAt: JOINED_AT };
}

/** The person who signs in (`login`), the organization they belong to, and three strangers who own nothing. */
export function ensureUsers(state: State, login: string): void {
  const wanted: UserRecord[] = [
    user(login, login === "dev" ? "Dev Martin" : login, [ORGANIZATION]),
    user("sam", "Sam Ortiz", []),
    user("kim", "Kim Ito", []),
    user("noor", "Noor Haddad", []),
    { ...user(ORGANIZATION, "Acme", []), type: "Organization" },
  ];
  for (const candidate of wanted) {
    if (!state.users.some(({ id }) => id === candidate.id)) state.users.push(candidate);
  }
  state.save();
}
