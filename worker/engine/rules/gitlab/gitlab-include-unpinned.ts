import { setScalar } from "../../edit/edit-yaml.ts";
import type { Lookups } from "../../lookups.ts";
import type { GitlabInclude } from "../../model/gitlab/pipeline.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { findPair } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

const SHA = /^[\da-f]{40}$|^[\da-f]{64}$/i;
const SHA_IN_PATH = /(?:^|[/=])[\da-f]{40}(?:$|[/?&#])/i;
const FULL_VERSION = /^(?:[A-Za-z\d.]+[-_/])*v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;
const PARTIAL_VERSION = /^v?\d+(?:\.\d+)?$/;
const OWN_PROJECT = /^\$\{?CI_PROJECT_PATH\}?$/;
const RAW_GITHUB =
  /^https:\/\/raw\.githubusercontent\.com\/([\w.-]+\/[\w.-]+)\/((?:refs\/(?:heads|tags)\/)?)([\w.-]+)\//;

interface Moving {
  readonly include: GitlabInclude;
  readonly reason: string;
  readonly advice: string;
  readonly subject: string;
}

export const gitlabIncludeUnpinned = defineRule({
  meta: {
    id: "gitlab-include-unpinned",
    category: "security",
    severity: "high",
    title: "Included GitLab configuration can change unseen",
    fixClass: "lookup",
    scope: "repository",
    docs: {
      what: "`include:` of an address (`remote`) without `integrity` and without a commit in its path, of another project without `ref` or at a branch or moving tag, or of a component at `~latest` or a branch. One finding per project, component or address.",
      why: "What is included runs with the job token and the variables of this project. Whoever can push to the branch or change the page changes this pipeline, without a commit here ([GitLab: pipeline security](https://docs.gitlab.com/ci/pipeline_security/), [CI/CD components](https://docs.gitlab.com/ci/components/#component-versions)).",
      notReported:
        "Local files and GitLab's own templates, which come with the instance. A project or component at a full commit, or at a full version such as `1.2.3`, and a component at a partial one (`1`, `1.2`): the strict profile has those. A project at a partial version is a tag that moves, and medium. Refs and paths made of variables, and the project's own (`$CI_PROJECT_PATH`). Addresses with `integrity` or with a commit in their path.",
      fix: "Set `ref` to the full commit, a component to a commit or a full version; give an address `integrity: sha256-…` or copy the file here. The fix replaces the branch in an address at raw.githubusercontent.com by the commit that it names today; for other hosts look the commit up by hand.",
      example: {
        before: "include:\n  - project: platform/ci\n    ref: main\n    file: /build.yml\n",
        after:
          "include:\n  - project: platform/ci\n    ref: 787123b47f14b552955ca2786bc9542ae66fee5b # v2.4.0\n    file: /build.yml\n",
      },
    },
  },

  *check(context) {
    const groups = new Map<string, Moving[]>();
    for (const { includes } of gitlabPipelinesOf(context)) {
      for (const include of includes) {
        const moving = movingOf(include, context.strict);
        if (!moving) continue;
        const key = `${include.file.path}\0${include.kind}\0${moving.subject}`;
        const group = groups.get(key) ?? [];
        groups.set(key, group);
        if (!group.some((known) => known.include.target === include.target)) group.push(moving);
      }
    }
    for (const group of groups.values()) yield* toHit(group, context.lookups);
  },
});

/** Why an include may change without a commit here; null when it cannot, or nobody knows. */
function movingOf(include: GitlabInclude, isStrict: boolean): Moving | null {
  const target = include.target.value.trim();
  if (include.kind === "remote") return movingRemote(include, target);
  if (include.kind === "project") return movingProject(include, target, isStrict);
  return include.kind === "component" ? movingComponent(include, target, isStrict) : null;
}

function movingRemote(include: GitlabInclude, target: string): Moving | null {
  if (target.includes("$") || SHA_IN_PATH.test(target) || (include.map && findPair(include.map, "integrity")))
    return null;
  return {
    include,
    reason: `The pipeline runs whatever \`${target}\` serves today`,
    advice: "add `integrity: sha256-…`, or use an address with a commit in it",
    subject: target,
  };
}

function movingProject(include: GitlabInclude, target: string, isStrict: boolean): Moving | null {
  const ref = include.ref?.value.trim() ?? "";
  if (OWN_PROJECT.test(target) || ref.includes("$") || isPinned(ref, isStrict)) return null;
  return {
    include,
    reason: `\`${target}\` is included ${ref === "" ? "without `ref`, at its newest state" : `at \`${ref}\`, which can move`}`,
    advice: "set `ref` to the full commit SHA",
    subject: target,
  };
}

function movingComponent(include: GitlabInclude, target: string, isStrict: boolean): Moving | null {
  const at = target.lastIndexOf("@");
  const version = at === -1 ? "" : target.slice(at + 1);
  if (version === "" || version.includes("$") || isPinned(version, isStrict)) return null;
  if (PARTIAL_VERSION.test(version) && !isStrict) return null;
  return {
    include,
    reason: `Component \`${target.slice(0, at)}\` is included at \`${version}\`, which can move`,
    advice: "use a full version or the commit SHA",
    subject: target.slice(0, at),
  };
}

function isPinned(ref: string, isStrict: boolean): boolean {
  return SHA.test(ref) || (!isStrict && FULL_VERSION.test(ref));
}

function* toHit(group: readonly Moving[], lookups: Lookups): Generator<Hit> {
  const [first, ...others] = group;
  if (!first) return;
  const { include, reason, advice, subject } = first;
  yield {
    message: `${reason}; ${advice}.`,
    path: include.file.path,
    at: include.ref ?? include.target,
    anchor: `include.${include.kind}.${subject.replace(/@.*$/, "")}`,
    ...severityOf(include),
    related: others.map((other) => ({ path: other.include.file.path, at: other.include.ref ?? other.include.target })),
    fix: () => pin(group, lookups),
  };
}

/** A tag moves less often than a branch. */
function severityOf({ kind, ref, target }: GitlabInclude): { severity?: "low" | "medium" } {
  const version = kind === "component" ? target.value.slice(target.value.lastIndexOf("@") + 1) : (ref?.value ?? "");
  if (kind === "remote") return {};
  if (FULL_VERSION.test(version)) return { severity: "low" };
  return PARTIAL_VERSION.test(version) ? { severity: "medium" } : {};
}

/** Only GitHub can be asked what a branch points at. */
function pin(group: readonly Moving[], lookups: Lookups): FixOutcome {
  const include = group[0]?.include;
  const parts = include?.kind === "remote" ? RAW_GITHUB.exec(include.target.value) : null;
  const [, name = "", prefix = "", ref = ""] = parts ?? [];
  const commit = parts ? lookups.actionCommit(name.toLowerCase(), ref) : "unknown";
  if (!include || group.length > 1 || commit === "unknown" || include.target.aliased) {
    return {
      abstain: "The commit that it names today is not known here: look it up on its host and write it by hand.",
    };
  }
  const address = include.target.value.replace(`/${prefix}${ref}/`, `/${commit.sha}/`);
  const edits = setScalar(include.file, include.target, address);
  if (!edits) return { abstain: "The address is written in a form that cannot be edited safely; change it by hand." };
  return {
    edits,
    title: `Pin the included configuration of \`${name}\``,
    explanation: `\`${ref}\` of \`${name}\` names this commit now, so nothing changes today; later changes there reach this pipeline only by a commit here.`,
  };
}
