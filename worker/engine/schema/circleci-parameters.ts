/** Parameters that are used and not declared, handed over and not wanted, wanted and not handed over. */
import { nearest } from "../names/nearest.ts";
import { record } from "../profile/read-value.ts";
import type { SchemaProblem } from "./describe-failure.ts";
import type { Path } from "./json-schema.ts";

const USE = /(?:^|[^\\])<<\s*(pipeline\.)?parameters\.([\w-]+)\s*>>/g;
/** Settings of a job in a workflow that are no arguments. */
const SETTINGS: ReadonlySet<string> = new Set(
  "name type requires context filters matrix pre-steps post-steps serial-group override-with upstream".split(" "),
);

export function circleciParameterProblems(value: unknown): SchemaProblem[] {
  const root = record(value);
  const pipeline = Object.keys(record(root.parameters));
  const bodies = (["jobs", "commands", "executors"] as const).flatMap((section) =>
    Object.entries(record(root[section])).flatMap(([name, body]) => {
      const own = Object.keys(record(record(body).parameters));
      return useProblems(body, [section, name], { own, pipeline });
    }),
  );
  const workflows = useProblems(root.workflows, ["workflows"], { own: null, pipeline });
  return [...bodies, ...workflows, ...callProblems(root)];
}

interface Declared {
  /** Null where parameters of the job's own are not looked at. */
  readonly own: readonly string[] | null;
  readonly pipeline: readonly string[];
}

function useProblems(value: unknown, path: Path, declared: Declared): SchemaProblem[] {
  if (typeof value === "string") return textProblems(value, path, declared);
  if (typeof value !== "object" || value === null) return [];
  const parts = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return parts.flatMap(([key, each]) => useProblems(each, [...path, key], declared));
}

function textProblems(value: string, path: Path, { own, pipeline }: Declared): SchemaProblem[] {
  return [...value.matchAll(USE)].flatMap(([, isPipeline, name = ""]) => {
    const known = isPipeline ? pipeline : own;
    if (known === null || known.includes(name)) return [];
    const meant = nearest(name, known);
    const where = isPipeline ? "under `parameters` of the file" : `under \`parameters\` of \`${path[1]}\``;
    const advice = meant === null ? "declare it or take it out" : `\`${meant}\` is meant most likely`;
    return [{ path, isKey: false, message: `Parameter \`${name}\` is not declared ${where}; ${advice}.` }];
  });
}

function callProblems(root: Readonly<Record<string, unknown>>): SchemaProblem[] {
  const workflows = Object.entries(record(root.workflows)).filter(([name]) => name !== "version");
  return workflows.flatMap(([name, workflow]) => {
    const { jobs } = record(workflow);
    return (Array.isArray(jobs) ? jobs : []).flatMap((item, index) => {
      const at: Path = ["workflows", name, "jobs", index];
      const entries = typeof item === "string" ? [[item, {}] as const] : Object.entries(record(item));
      return entries.flatMap(([job, call]) => {
        const body = record(root.jobs)[job];
        return body === undefined ? [] : argumentProblems(body, call, typeof item === "string" ? at : [...at, job]);
      });
    });
  });
}

function argumentProblems(job: unknown, call: unknown, path: Path): SchemaProblem[] {
  const declared = Object.entries(record(record(job).parameters));
  const names = declared.map(([name]) => name);
  const given = record(call);
  const matrix = Object.keys(record(record(given.matrix).parameters));
  const handed = Object.keys(given).filter((name) => !SETTINGS.has(name));
  const places = [...handed.map((name) => [name]), ...matrix.map((name) => ["matrix", "parameters", name])];
  const extra = places.filter((place) => !names.includes(place.at(-1) ?? ""));
  const missing = declared.filter(([name, parameter]) => {
    return !(name in given || matrix.includes(name) || "default" in record(parameter));
  });
  return [
    ...extra.map((place) => {
      const name = place.at(-1) ?? "";
      const meant = nearest(name, [...names, ...SETTINGS]);
      const advice = meant === null ? "declare it there or remove it" : `\`${meant}\` is meant most likely`;
      return { path: [...path, ...place], isKey: true, message: `The job takes no parameter \`${name}\`; ${advice}.` };
    }),
    ...missing.map(([name]) => ({
      path,
      isKey: typeof path.at(-1) === "string",
      message: `The job wants a parameter \`${name}\` that has no default; hand it over.`,
    })),
  ];
}
