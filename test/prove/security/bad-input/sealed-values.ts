/** Sealed values that were altered, cut, exchanged or sealed by nobody: none opens, and whoever owns it is told what to do. */
import { type BadInput, bad, type Group, together } from "./case.ts";
import type { Ground, Heard } from "./ground.ts";

const PREFIX = "enc:v1.";
/** Each of them; the short proof flips one bit in so many bytes. */
const EVERY = 1;
const SOME = 12;

type Change = (sealed: string, another: string) => readonly string[];
/** Where a sealed value stands, and what is asked to have it opened. */
type Place = {
  readonly table: "github_tokens" | "ai_keys";
  /** Picks the own row by `?`, the login. */
  readonly where: string;
  readonly ask: (to: Ground) => Promise<Heard>;
  /** How it is told that the value does not open. */
  readonly told: Pick<BadInput, "status" | "problem" | "also">;
};

const PLACES: Readonly<Record<string, Place>> = {
  "access to GitHub": {
    table: "github_tokens",
    where: "user_id = (select id from users where login = ?)",
    ask: (to) => to.ask({ path: "/api/repositories/github" }),
    told: { status: 403, problem: "github_token_refused", also: ({ text }) => text.includes('"action_url"') },
  },
  "key of an AI's provider": {
    table: "ai_keys",
    where: "org_id = (select org_id from repositories where owner = ? limit 1)",
    ask: (to) => to.change("POST", "/api/ai/keys/gemini/test"),
    told: { status: 200, also: ({ text }) => text.includes('"state":"refused"') },
  },
};

/** The value with one bit of each byte of this part turned over. */
function flipped(part: number, step: number): Change {
  return (sealed) => {
    const parts = sealed.split(".");
    const bytes = Buffer.from(parts[part] ?? "", "base64url");
    const flips: string[] = [];
    for (let at = 0; at < bytes.length; at += step) {
      const other = Buffer.from(bytes);
      other[at] = (other[at] ?? 0) ^ (1 << (at % 8));
      flips.push(parts.with(part, other.toString("base64url")).join("."));
    }
    return flips;
  };
}

const CHANGES: Readonly<Record<string, { readonly change: Change; readonly isShort?: true }>> = {
  "with a bit turned over in each byte": { change: flipped(3, EVERY) },
  "with a bit turned over here and there": { change: flipped(3, SOME), isShort: true },
  "with another beginning": { change: flipped(2, EVERY) },
  "that was cut": {
    change: (sealed) => [sealed.slice(0, -1), sealed.slice(0, -22), sealed.slice(0, 40), PREFIX, ""],
    isShort: true,
  },
  "under a key that is not configured": {
    change: (sealed) => [sealed.replace(/^enc:v1\.\w+/, `${PREFIX}nobody`)],
    isShort: true,
  },
  "that is another organization's": { change: (_sealed, another) => [another], isShort: true },
  "of another version": {
    change: (sealed) => ["v0", "v2", ""].map((version) => sealed.replace("v1", version)),
    isShort: true,
  },
  "that nobody sealed": { change: () => ["gho_0123456789012345678901234567890123456", "null", "{}"] },
};

const sealedOf = async (to: Ground, { table, where }: Place, login: string): Promise<string> => {
  const [row] = await to.sideDoor("sql", { sql: `select sealed from ${table} where ${where}`, values: [login] });
  if (row === undefined) throw new Error(`${login} has nothing sealed in ${table}.`);
  return String(row.sealed);
};

/** Puts each of the values in the place of the own one and asks; the own one is back afterwards, and opens. */
async function askWith(to: Ground, place: Place, change: Change): Promise<Heard> {
  const { table, where } = place;
  const [own, another] = [await sealedOf(to, place, "person-0"), await sealedOf(to, place, "person-1")];
  const put = (sealed: string) =>
    to.sideDoor("sql", { sql: `update ${table} set sealed = ? where ${where}`, values: [sealed, "person-0"] });
  const answers: Heard[] = [];
  for (const sealed of change(own, another)) {
    await put(sealed);
    answers.push(await place.ask(to));
  }
  await put(own);
  const { status, text } = await place.ask(to);
  const opens = status === 200 && !text.includes('"state":"refused"');
  const all = together(answers);
  return opens ? all : { ...all, status: 599, text: `afterwards the own value does not open: ${status} ${text}` };
}

function casesOf(name: string, place: Place): BadInput[] {
  const { also = () => true, ...told } = place.told;
  return Object.entries(CHANGES).map(([what, { change, isShort }]) => ({
    ...bad(
      `a sealed ${name} ${what}`,
      {
        ...told,
        // Several answers come as a list of their texts.
        also: (heard) =>
          heard.status < 400
            ? (JSON.parse(heard.text) as string[]).every((text) => also({ ...heard, text }))
            : also(heard),
      },
      (to) => askWith(to, place, change),
    ),
    ...(isShort && { isShort }),
    mayBeLong: true,
  }));
}

export const SEALED_VALUES: Group = {
  name: "sealed values",
  async prepare(to) {
    for (const person of to.world.people) {
      await person.need("PUT", "/api/ai/keys/gemini", { key: `a-key-of-${person.login}`, plan: "paid" });
    }
  },
  rows: [
    ...Object.entries(PLACES).flatMap(([name, place]) => casesOf(name, place)),
    ...["nobody.1", "test1.2", "test1", "."].map((key) => ({
      ...bad(`a delivery for the webhook's key ${key}`, { status: 401, problem: "webhook_signature" }, (to) =>
        to.deliver("push", {}, { key }),
      ),
      isShort: true as const,
    })),
  ],
};
