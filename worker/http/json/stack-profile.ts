import type * as z from "zod";
import type { Component, StackProfile as EngineProfile } from "../../engine/profile/stack-profile.ts";
import type { StackProfile } from "../schemas/stack-profile.ts";

type ProfileJson = z.infer<typeof StackProfile>;

export function profileJson({ components, notes }: EngineProfile): ProfileJson {
  return { components: components.map(componentJson), notes: notes.map((note) => ({ ...note })) };
}

function componentJson({ packageManager, monorepo, ...component }: Component): ProfileJson["components"][number] {
  return {
    ...component,
    package_manager: packageManager && { ...packageManager },
    monorepo: monorepo && { tool: monorepo.tool, packages: [...monorepo.packages] },
    languages: [...component.languages],
    frameworks: [...component.frameworks],
    runtimes: component.runtimes.map((runtime) => ({ ...runtime })),
    services: component.services.map((service) => ({ ...service })),
    evidence: component.evidence.map((one) => ({ ...one })),
  };
}
