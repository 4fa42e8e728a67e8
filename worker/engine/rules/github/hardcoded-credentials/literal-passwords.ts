import { type Container, findEntry, type Workflow } from "../../../model/workflow.ts";
import { keyText, type YamlScalar } from "../../../parse/yaml-node.ts";

export interface LiteralPassword {
  readonly node: YamlScalar;
  /** The container, for messages. */
  readonly what: string;
  readonly anchor: string;
}

/** Registry passwords of job and service containers that are written out. */
export function literalPasswords({ jobs }: Workflow): LiteralPassword[] {
  return jobs.flatMap(({ id, container, services }) => [
    ...passwordOf(container, `job \`${id}\``, `jobs.${id}.container.credentials`),
    ...services.flatMap((service) => {
      const name = keyText(service.pair) ?? "";
      return passwordOf(service, `service \`${name}\``, `jobs.${id}.services.${name}.credentials`);
    }),
  ]);
}

function passwordOf(container: Container | null, what: string, anchor: string): LiteralPassword[] {
  const node = container ? findEntry(container.credentials, "password")?.value : null;
  if (!node || node.value.trim() === "" || node.value.includes("${{")) return [];
  return [{ node, what, anchor }];
}
