import type { Component } from "../../profile/stack-profile.ts";
import { CHECK_KINDS, type CheckKind, type ComponentPlan, type PlanContext } from "./component-plan.ts";
import { idPrefixes } from "./id-prefixes.ts";
import { planServices } from "./plan-services.ts";
import { serviceEnv } from "./service-env.ts";
import { planToolchains } from "./toolchains.ts";

/** Each component with its versions, services and ids. */
export function planComponents(context: PlanContext, components: readonly Component[]): readonly ComponentPlan[] {
  const kinds = new Map(components.map((component) => [component, kindsOf(context, component, components)]));
  const checked = components.filter((component) => kinds.get(component)?.length);
  const prefixes = idPrefixes(components, checked.length > 0 ? checked : components);
  const main = components[0]?.ecosystem;
  return components.map((component) => {
    const own = kinds.get(component) ?? [];
    const speaking = own.length > 0 || component.partOf === null ? context : { ...context, note: () => {} };
    const services = own.includes("test") ? planServices(speaking, component) : [];
    return {
      component,
      kinds: own,
      prefix: prefixes.get(component) ?? null,
      directory: component.path === "." ? null : component.path,
      services,
      serviceEnv: serviceEnv(
        component,
        services.map(({ name }) => name),
      ),
      ...planToolchains(speaking, component, component.ecosystem === main),
    };
  });
}

/** What the jobs of a component run, a command of several kinds once. The root of its workspace does for it what it has a command for. */
function kindsOf(context: PlanContext, component: Component, components: readonly Component[]): readonly CheckKind[] {
  const { partOf, ecosystem, commands } = component;
  const owner = components.find((each) => each.path === partOf && each.ecosystem === ecosystem);
  const kinds = CHECK_KINDS.filter(
    (kind) => isWanted(context, commands, kind) && commands[kind] !== null && (owner?.commands[kind] ?? null) === null,
  );
  return kinds.filter(
    (kind, at) =>
      !kinds.slice(at + 1).some((later) => commands[later] === commands[kind] || covers(commands, later, kind)),
  );
}

/** These run what a build left behind. */
const RUNS_A_BUILD = /\bctest\b|\bmeson test\b|\bmake check\b|--no-build\b/;

/** Tests that cannot do without the build bring it along. */
function isWanted({ wants }: PlanContext, { test }: Component["commands"], kind: CheckKind): boolean {
  return wants(kind) || (kind === "build" && wants("test") && RUNS_A_BUILD.test(test ?? ""));
}

/** Maven's `verify` packages what it tests, and sbt compiles it: a build before it would do the same work twice. */
function covers(commands: Component["commands"], later: CheckKind, kind: CheckKind): boolean {
  if (kind !== "build" || later !== "test") return false;
  const [build, test] = [commands.build ?? "", commands.test ?? ""];
  return (
    (/\bmvnw?\b.* package$/.test(build) && /\bmvnw?\b.* verify$/.test(test)) ||
    (/^sbt compile$/.test(build) && /^sbt test$/.test(test))
  );
}
