/** An image as shell commands: CircleCI has no step of its own for it. */
import type { ContainerStep } from "../pipeline.ts";

const OWN_NAME =
  "\"$(echo \"${REGISTRY:-ghcr.io}/$CIRCLE_PROJECT_USERNAME/$CIRCLE_PROJECT_REPONAME\" | tr '[:upper:]' '[:lower:]')\"";

/** Pushes on the default branch and on tags alone. */
export function containerCommand({ image, dockerfile, context, push }: ContainerStep, defaultBranch: string): string {
  const lines = [
    `image=${image === null ? OWN_NAME : `"\${REGISTRY:-ghcr.io}/${image}"`}`,
    `docker build --tag "$image:$CIRCLE_SHA1" --file ${quoted(dockerfile)} ${quoted(context)}`,
    ...(push ? pushLines(defaultBranch) : []),
  ];
  return `${lines.join("\n")}\n`;
}

function pushLines(defaultBranch: string): string[] {
  return [
    `if [ "$CIRCLE_BRANCH" = ${quoted(defaultBranch)} ] || [ -n "$CIRCLE_TAG" ]; then`,
    '  echo "$REGISTRY_PASSWORD" | docker login "${REGISTRY:-ghcr.io}" --username "$REGISTRY_USER" --password-stdin',
    '  docker tag "$image:$CIRCLE_SHA1" "$image:${CIRCLE_TAG:-latest}"',
    '  docker push "$image:$CIRCLE_SHA1"',
    '  docker push "$image:${CIRCLE_TAG:-latest}"',
    "fi",
  ];
}

function quoted(word: string): string {
  return /^[\w./@:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

const NAMED = /^image="\$\{REGISTRY:-ghcr\.io\}\/([\w./-]+)"$/;
const BUILD = /^docker build --tag "\$image:\$CIRCLE_SHA1" --file ([\w./@:-]+) ([\w./@:-]+)$/;

/** The step that a command is; null for a command that is none of ours. */
export function containerOf(name: string, run: string): ContainerStep | null {
  const [first = "", second = "", ...push] = run.trim().split("\n");
  const [, dockerfile, context] = BUILD.exec(second) ?? [];
  const image = first === `image=${OWN_NAME}` ? null : NAMED.exec(first)?.[1];
  if (dockerfile === undefined || context === undefined || image === undefined) return null;
  return { kind: "container", name, dockerfile, context, image, push: push.length > 0 };
}
