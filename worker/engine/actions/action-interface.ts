import { knownAction } from "../data/action-metadata.ts";
import { deprecatedInputs } from "../data/deprecated-inputs.ts";
import type { ActionMetadata } from "../lookups/answers.ts";
import { memo } from "../memo.ts";
import type { RepositoryModel } from "../model/repository.ts";
import type { Uses } from "../model/uses.ts";
import type { Action, StepPlace } from "../model/workflow.ts";
import { asScalar, findValue } from "../parse/yaml-node.ts";
import type { RuleContext } from "../rule.ts";
import { usedVersion } from "./used-version.ts";

interface InterfaceInput {
  readonly name: string;
  readonly required: boolean;
  /** Another input, in lower case, that makes a required one dispensable. */
  readonly unless: string | null;
  /** Why it is deprecated; null when it is not. */
  readonly deprecation: string | null;
  readonly successor: string | null;
}

/** What a step may pass to the action it uses. */
export interface ActionInterface {
  /** By name in lower case. */
  readonly inputs: ReadonlyMap<string, InterfaceInput>;
  /** True for Docker actions, which take `args` and `entrypoint` besides their inputs. */
  readonly isDocker: boolean;
  readonly mayBeStale: boolean;
}

/** The interface of the action that a step uses: of the looked-up version, else of the dated table, or of the repository's own file. Null when unknown. */
export function interfaceOf(context: RuleContext, place: StepPlace): ActionInterface | null {
  const uses = place.step.uses;
  if (uses?.kind === "local") return localInterface(context.repository, place, uses);
  if (uses?.kind !== "action" || uses.ref === null) return null;
  const version = usedVersion(place.document.file, uses);
  const known = version === null ? null : tableInterface(`${uses.name} ${version[0]}`);
  if (known !== null && !known.mayBeStale) return known;
  const metadata = context.lookups.actionMetadata(uses.name, uses.ref);
  return metadata === "unknown" ? known : fromLookup(metadata);
}

const tables = new Map<string, ActionInterface | null>();

function tableInterface(key: string): ActionInterface | null {
  let found = tables.get(key);
  if (found === undefined) {
    found = readTable(key);
    tables.set(key, found);
  }
  return found;
}

function readTable(key: string): ActionInterface | null {
  const [name = "", major = ""] = key.split(" ");
  const known = knownAction(name, Number(major));
  if (!known) return null;
  const inputs = new Map<string, InterfaceInput>();
  for (const [lower, input] of known.inputs) inputs.set(lower, { ...input, deprecation: null, successor: null });
  for (const { input, says, successor } of deprecatedInputs(name, Number(major))) {
    const found = inputs.get(input);
    if (found) inputs.set(input, { ...found, deprecation: says, successor });
  }
  return { inputs, isDocker: false, mayBeStale: known.mayBeStale };
}

function fromLookup(metadata: ActionMetadata): ActionInterface {
  const inputs = metadata.inputs.map(({ name, required, hasDefault, deprecation }): [string, InterfaceInput] => [
    name.toLowerCase(),
    { name, required: required && !hasDefault, unless: null, deprecation, successor: null },
  ]);
  return { inputs: new Map(inputs), isDocker: metadata.using === "docker", mayBeStale: false };
}

function localInterface(repository: RepositoryModel, place: StepPlace, uses: Uses): ActionInterface | null {
  const action = localActionOf(repository, place, uses);
  return action ? ownInterface(action) : null;
}

/**
 * The repository's own action that a step uses; null when there is none. Only where the workspace holds this repository's own
 * commit at its root: after a checkout elsewhere the path means another file.
 */
export function localActionOf(
  repository: RepositoryModel,
  place: Pick<StepPlace, "document" | "job">,
  uses: Uses,
): Action | null {
  if (place.document.kind === "action" || uses.path.includes("..") || uses.path.includes("${{")) return null;
  const moved = place.job?.steps.some(
    ({ uses: other, with: inputs }) =>
      other?.name === "actions/checkout" && inputs.some(({ name }) => /^(?:path|repository)$/i.test(name)),
  );
  return moved ? null : localAction(repository, uses.path);
}

/** The action in a folder of the repository (empty for its root); null when there is none or it was not read. */
function localAction(repository: RepositoryModel, folder: string): Action | null {
  const prefix = folder === "" || folder === "." ? "" : `${folder}/`;
  const byPath = actionsByPath(repository);
  return byPath.get(`${prefix}action.yml`) ?? byPath.get(`${prefix}action.yaml`) ?? null;
}

const actionsByPath = memo(
  ({ actions }: RepositoryModel): ReadonlyMap<string, Action> =>
    new Map(actions.map((action) => [action.path, action])),
);

const ownInterface = memo((action: Action): ActionInterface => {
  const inputs = action.inputs.map(({ name, pair: { value } }): [string, InterfaceInput] => {
    const required = asScalar(findValue(value, "required"))?.value.toLowerCase() === "true";
    const deprecation = asScalar(findValue(value, "deprecationMessage"))?.value.trim() || null;
    const hasDefault = findValue(value, "default") !== null;
    return [
      name.toLowerCase(),
      { name, required: required && !hasDefault, unless: null, deprecation, successor: null },
    ];
  });
  return { inputs: new Map(inputs), isDocker: action.using?.value.toLowerCase() === "docker", mayBeStale: false };
});
