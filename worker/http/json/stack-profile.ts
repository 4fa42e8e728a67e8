import type * as z from "zod";
import type { Component, StackProfile as EngineProfile } from "../../engine/profile/stack-profile.ts";
import type { StackProfile } from "../schemas/stack-profile.ts";

type ProfileJson = z.infer<typeof StackProfile>;

export function profileJson({ components, notes }: EngineProfile): ProfileJson {
  return { components: components.map(componentJson), notes: notes.map((note) => ({ ...note })) };
}

function componentJson(component: Component): ProfileJson["components"][number] {
  const { path, ecosystem, language, packageManager, monorepo, commands, container, deploy, confidence } = component;
  return {
    path,
    ecosystem,
    language,
    languages: [...component.languages],
    package_manager: packageManager,
    frameworks: [...component.frameworks],
    runtimes: component.runtimes.map((runtime) => ({ ...runtime })),
    monorepo: monorepo && { tool: monorepo.tool, packages: [...monorepo.packages] },
    part_of: component.partOf,
    commands,
    services: component.services.map((service) => ({ ...service })),
    container,
    deploy,
    evidence: component.evidence.map((one) => ({ ...one })),
    confidence,
  };
}
