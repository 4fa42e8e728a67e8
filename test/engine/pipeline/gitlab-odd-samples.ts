import type { ToolName } from "../../../worker/engine/pipeline/pipeline.ts";
import { job, pipelineOf } from "../../support/pipelines.ts";
import { cache, run, type Sample, tool } from "./gitlab-sample-parts.ts";

const others: readonly (readonly [ToolName, string | null, string])[] = [
  ["dotnet", "9", "dotnet test"],
  ["dart", "3.9", "dart test"],
  ["flutter", null, "flutter test"],
  ["swift", "6.2", "swift test"],
  ["cpp", null, "ctest --test-dir build"],
  ["haskell", null, "cabal test all"],
  ["zig", null, "zig build test"],
  ["crystal", null, "crystal spec"],
  ["elixir", "1.18", "mix test"],
  ["gleam", null, "gleam test"],
  ["erlang", "27.1", "rebar3 ct"],
  ["terraform", "1.9", "terraform validate"],
  ["bun", "1.3", "bun test"],
  ["deno", "2", "deno test"],
];
/** One job for each language that the other samples do not have. */
export const many: Sample = {
  pipeline: pipelineOf(
    others.map(([name, version, text]) =>
      job(name, {
        toolchains: [tool(name, version)],
        caches: name === "cpp" ? [] : [cache(name, ["lock"])],
        steps: [run(text)],
      }),
    ),
  ),
  files: { lock: "" },
};

/** What is hard to write, and what GitLab cannot say. */
export const awkward: Sample = {
  pipeline: pipelineOf(
    [
      job("image", {
        steps: [run("echo 'a: b' # c"), run("cat <<'E'\n  x\nE", { directory: "d" })],
        timeoutMinutes: 1,
      }),
      job("default", { needs: ["image"], runner: "big", steps: [run("- x"), run("[ -f a ] && true")] }),
      job("compose", { toolchains: [tool("docker")], steps: [run("docker compose up --wait")] }),
      job("testcontainers", {
        toolchains: [tool("java", "21"), tool("docker"), tool("python", "3.13")],
        matrix: { axis: "os", values: ["ubuntu-latest", "windows-latest"] },
        steps: [run("./gradlew test")],
      }),
      job("empty", {}),
    ],
    { name: "CI: everything", defaultBranch: "trunk", triggers: { ...pipelineOf([]).triggers, push: ["trunk", "**"] } },
  ),
  files: {},
};
