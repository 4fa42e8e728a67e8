import { ELSEWHERE, propertiesOf } from "../../../data/expression-contexts.ts";
import { CONTEXTS } from "../../../expressions/vocabulary.ts";
import { asMap, findValue, keyText } from "../../../parse/yaml-node.ts";
import { type Access, advice, nameAt, pathTo, type Undefined } from "./undefined-name.ts";

/** A context that GitHub does not have. */
export function unknownContext({ reference }: Access): Undefined | null {
  const name = nameAt(reference, 0);
  if (!name || CONTEXTS.has(name.lower)) return null;
  const hint = advice(name.lower, CONTEXTS, "a text needs single quotes, a variable `env.`, `vars.` or `inputs.`.");
  return {
    what: name.lower,
    scope: "document",
    message: `GitHub has no context \`${name.written}\` and refuses the file; ${hint}`,
  };
}

/** A property that a context with a fixed set of them does not have. */
export function unknownProperty(access: Access): Undefined | null {
  const { reference } = access;
  const context = nameAt(reference, 0);
  const name = nameAt(reference, 1);
  const known = context && propertiesOf(context.lower);
  if (!context || !name || !known) return null;
  if (known.has(name.lower)) return context.lower === "job" ? unknownInJob(access) : null;
  const elsewhere = ELSEWHERE.get(`${context.lower}.${name.lower}`);
  const hint =
    elsewhere === undefined
      ? advice(name.lower, known.values(), `see GitHub's list of what \`${context.lower}\` holds.`)
      : `write \`${elsewhere}\` if that is meant.`;
  return {
    what: `${context.lower}.${name.lower}`,
    scope: "document",
    message: `The context \`${context.lower}\` has no \`${name.written}\`, so this is empty; ${hint}`,
  };
}

const CONTAINER = new Set(["id", "network"]);
const SERVICE = new Set([...CONTAINER, "ports"]);

function unknownInJob(access: Access): Undefined | null {
  const { reference } = access;
  const part = nameAt(reference, 1)?.lower;
  if (part === "container") return missingPart(access, 2, CONTAINER);
  if (part !== "services") return null;
  return missingService(access) ?? missingPart(access, 3, SERVICE);
}

function missingPart({ reference }: Access, index: number, known: ReadonlySet<string>): Undefined | null {
  const name = nameAt(reference, index);
  if (!name || known.has(name.lower)) return null;
  const path = pathTo(reference, index);
  const hint = advice(name.lower, known, `there are ${[...known].map((each) => `\`${each}\``).join(", ")}.`);
  return {
    what: path.toLowerCase(),
    scope: "document",
    message: `\`${path}\` does not exist, so this is empty; ${hint}`,
  };
}

function missingService({ place, reference }: Access): Undefined | null {
  const name = nameAt(reference, 2);
  const services = place.job ? findValue(place.job.node, "services") : null;
  if (!name || !place.job || place.document.kind === "action") return null;
  const pairs = services === null ? [] : asMap(services)?.pairs;
  const known = pairs?.map((pair) => keyText(pair) ?? "");
  if (!known || known.some((each) => each.toLowerCase() === name.lower)) return null;
  const hint = advice(name.lower, known, "define the service.");
  return {
    what: `job.services.${name.lower}`,
    scope: "job",
    message: `Job \`${place.job.id}\` has no service \`${name.written}\`, so this is empty; ${hint}`,
  };
}
