import type { PipelineJob, ToolName } from "../../pipeline.ts";
import { calls } from "./programs.ts";
import { cacheStep, findCache, pathLines, type Setup, versionInputs, versionText } from "./setup.ts";

const JAVA_FILES = /(?:^|\/)(?:\.java-version|\.tool-versions|\.sdkmanrc)$/;

/** Gradle has a cache of its own in setup-gradle: two for one folder would fight. */
const java: Setup = (context) => {
  const { job, writer } = context;
  const cached = jvmCache(job);
  return [
    writer.step({
      uses: "actions/setup-java",
      with: [
        ["distribution", "temurin"],
        ...versionInputs(context, ["java-version", "java-version-file"], JAVA_FILES),
        ["cache", cached?.tool ?? null],
        ["cache-dependency-path", cached ? pathLines(cached.keyFiles) : null],
      ],
    }),
  ];
};

function jvmCache(job: PipelineJob) {
  const own = findCache(job, "maven", "sbt");
  if (own !== null) return own;
  const cache = findCache(job, "java");
  const isMaven = cache?.keyFiles.some((file) => file.endsWith("pom.xml")) ?? false;
  return cache && isMaven ? { ...cache, tool: "maven" as const } : null;
}

/**
 * The wrapper brings Gradle; a version is written where there is none. The basic cache is the open one: the other has terms that
 * only the repository's owner can agree to.
 */
const gradle: Setup = ({ job, toolchain, writer }) => {
  const isCached = findCache(job, "gradle") !== null;
  return [
    writer.step({
      uses: "gradle/actions/setup-gradle",
      with: [
        ["gradle-version", versionText(job, toolchain)],
        ["cache-provider", isCached ? "basic" : null],
        ["cache-disabled", isCached ? null : true],
      ],
    }),
  ];
};

const sbt: Setup = ({ writer }) => [writer.step({ uses: "sbt/setup-sbt" })];

/** Leiningen or the Clojure CLI, by what the commands call. */
const clojure: Setup = (context) => {
  const { job, toolchain, writer } = context;
  const cache = findCache(job, "clojure");
  const version = versionText(job, toolchain) ?? "latest";
  const isLein = toolchain.with.includes("lein") || calls(job, "lein");
  return [
    writer.step({ uses: "DeLaGuardo/setup-clojure", with: [[isLein ? "lein" : "cli", version]] }),
    cache
      ? cacheStep(context, "clojure", { keyFiles: cache.keyFiles, paths: ["~/.m2/repository", "~/.gitlibs"] })
      : null,
  ];
};

/** By tool. Runners have Maven, and most projects its wrapper. */
export const JVM_SETUPS = {
  java,
  maven: () => [],
  gradle,
  sbt,
  clojure,
} satisfies Partial<Record<ToolName, Setup>>;
