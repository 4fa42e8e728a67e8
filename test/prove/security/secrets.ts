/** Secrets of a deploy, of its people and of its makers, planted and used; then looked for wherever they must not be. */
import { foundIn, type Secrets } from "../../support/planted-secrets.ts";
import type { SourceChange } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import { plantCanaries } from "./secrets/canaries.ts";
import { type Travelled, travel } from "./secrets/journey.ts";
import { Person } from "./secrets/person.ts";
import { Stage } from "./secrets/stage.ts";
import { storedBytes } from "./secrets/stored-bytes.ts";

function numbered(name: string, values: Iterable<string>): [string, string][] {
  return [...values].map((value, index) => [`${name} ${index + 1}`, value]);
}

/** Everything that must never be said or stored as it is. */
function secretsOf(stage: Stage, { people, ownAiKey, apiToken, invitation }: Travelled): Secrets {
  return new Map([
    ...Object.entries(stage.variables),
    ["encryption key", stage.encryptionKey],
    ["own AI key", ownAiKey],
    ["API token", apiToken],
    ["link of an invitation", invitation],
    ...numbered("GitHub token", stage.wiretap.tokens),
    ...numbered("webhook secret", stage.hookSecrets),
    ...numbered(
      "cookie",
      people.flatMap(({ cookies }) => [...cookies]),
    ),
  ] as [string, string][]);
}

/** Whoever sends a field that is unknown is told its name. */
const TOLD = new Set(["a query's name", "a body's name"]);

type Sink = { readonly name: string; readonly text: string | Buffer; readonly marker: string };

const SIGN_IN = "worker/services/auth/open-session.ts";
/** Refresh tokens as they are, in the database and in the log. */
const LEAKS: readonly SourceChange[] = [
  { file: SIGN_IN, from: "refreshHash = await sha256Hex(refreshToken)", to: "refreshHash = refreshToken" },
  { file: SIGN_IN, from: '"signed_in", {', to: '"signed_in", { reason: refreshToken,' },
];

/** `short`: nothing is planted that has to be found. */
export async function proveSecrets(report: Report, short: boolean): Promise<void> {
  await proveSilence(report);
  if (!short) await proveSearch(report);
}

/** The search itself: it finds what a product with leaks lets out. */
async function proveSearch(report: Report): Promise<void> {
  const stage = await Stage.start(LEAKS);
  try {
    await stage.github.token({ login: "dev" });
    const person = new Person(stage.workerd.url);
    await person.signIn("dev");
    await stage.stop();
    const cookies = new Map(numbered("cookie", person.cookies));
    const found = [stage.logged.join("\n"), storedBytes(stage.stateDir)].map((text) => foundIn(text, cookies).length);
    report.claim(
      "leaks that were planted are found",
      found.every((count) => count > 0),
      `${found[0]} in the log, ${found[1]} in the database`,
    );
  } finally {
    await stage.end();
  }
}

async function proveSilence(report: Report): Promise<void> {
  const stage = await Stage.start();
  try {
    const travelled = await travel(stage);
    const [owner] = travelled.people;
    if (!owner) throw new Error("Nobody travelled.");
    const canaries = await plantCanaries(stage, owner);
    const asked = JSON.stringify(stage.ai.ai.journal);
    await stage.stop();

    const secrets = secretsOf(stage, travelled);
    const kinds = new Set([...secrets.keys()].map((name) => name.replace(/ \d+$/, "")));
    const usual = ["own key 200", "token 200", "joined 200", "refreshed 200", "AI done"];
    report.claim(
      "secrets of every kind were used",
      kinds.size === 12 && usual.every((step) => travelled.reached.includes(step)),
      `${secrets.size} of ${kinds.size} kinds, ${canaries.size} in wrong places; ${travelled.reached.join(", ")}`,
    );
    const sinks: readonly Sink[] = [
      { name: "lines of the log", text: stage.logged.join("\n"), marker: '"event":"request"' },
      { name: "answers", text: travelled.people.flatMap(({ heard }) => heard).join("\n"), marker: "dev/planted" },
      { name: "frames of WebSockets", text: travelled.people.flatMap(({ frames }) => frames).join("\n"), marker: '"' },
      { name: "bytes of D1 and objects", text: storedBytes(stage.stateDir), marker: "dev/planted" },
      { name: "requests to the AI", text: asked, marker: "generateContent" },
    ];
    for (const { name, text, marker } of sinks) {
      const misplaced = [...canaries].filter(([place]) => name !== "answers" || !TOLD.has(place));
      const found = foundIn(text, new Map([...secrets, ...misplaced]));
      report.claim(
        `secrets in ${name}`,
        found.length === 0 && text.includes(marker),
        `${found.length} in ${text.length} bytes${text.includes(marker) ? "" : ", and nothing else either"} ${found.slice(0, 8).join(", ")}`,
      );
    }
  } finally {
    await stage.end();
  }
}
