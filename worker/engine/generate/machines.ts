import type { PipelineStep, Platform } from "../pipeline/pipeline.ts";

/** From which platform a pipeline goes to which. */
export interface Way {
  readonly from: Platform;
  readonly to: Platform;
}

/** Jobs of GitLab are root in an image without sudo; those of the others are not root, and have it. */
export function onMachine(step: PipelineStep, { from, to }: Way): PipelineStep {
  if (step.kind !== "command") return step;
  if (to === "gitlab") return { ...step, run: withoutSudo(step.run) };
  return from === "gitlab" ? { ...step, run: withSudo(step.run) } : step;
}

function withSudo(run: string): string {
  return run.replace(
    /(^[ \t]*|[;&|({][ \t]*)(?=(?:apt-get|apt) +(?:-\S+ +)*(?:update|install|upgrade)\b)/gm,
    "$1sudo ",
  );
}

function withoutSudo(run: string): string {
  return run.replace(/(^|[;&|({]\s*)([ \t]*)sudo (?:-[EHn]+ )*(?=[a-z/.])/gm, "$1$2");
}

/** Machines that each platform offers by itself. Sources: docs.github.com (GitHub-hosted runners), docs.gitlab.com (hosted runners), circleci.com/docs (resource classes). Seen 2026-11-21. */
const OFFERED: Readonly<Record<Platform, RegExp>> = {
  github: /^(?:ubuntu|windows|macos)-(?:latest|\d[\w.-]*)$/i,
  gitlab: /^saas-[\w-]+$/,
  circleci:
    /^(?:small|medium\+?|large|x?large|\d?xlarge\+?|(?:arm|macos|m\d\w*|windows|gpu)\.[\w.+-]+|[\w-]+\/[\w-]+)$/,
};
const ON_ARM: Readonly<Record<Platform, string>> = {
  github: "ubuntu-24.04-arm",
  gitlab: "saas-linux-small-arm64",
  circleci: "arm.medium",
};

/** The machine of another platform that is most like it; null for its ordinary Linux. */
export function runnerOn(to: Platform, runner: string): string | null {
  if (OFFERED[to].test(runner)) return runner;
  if (/^(?:ubuntu|saas-linux|arm\.).*\barm/i.test(runner) || /^arm\./.test(runner)) return ON_ARM[to];
  if (to === "github" && /windows/i.test(runner)) return "windows-2025";
  if (to === "github" && /macos|darwin/i.test(runner)) return "macos-15";
  // Runners of one's own have such tags on GitLab too.
  const isOffered = OFFERED.github.test(runner) || OFFERED.circleci.test(runner);
  return to === "gitlab" && !isOffered ? runner : null;
}
