import { expect, it } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { detectStack } from "../../../worker/engine/profile/detect-stack.ts";
import { type Files, snapshot } from "../../support/engine.ts";

const SIZE = 200_000;
/** Linear reading takes a tenth of it. */
const LIMIT = 2000;

/** Fills a file with one piece of text. */
function of(piece: string): string {
  return piece.repeat(SIZE / piece.length);
}

it.each<[string, Files]>([
  ["tags that open", { "pom.xml": of("<a ") }],
  ["attributes without end", { "pom.xml": of('<a b="') }],
  [
    "nested properties",
    { "pom.xml": "<project><properties><java.version>${java.version}${a}</java.version></properties></project>" },
  ],
  [
    "a wrapper of Maven",
    { "pom.xml": "", ".mvn/wrapper/maven-wrapper.properties": `distributionUrl=${of("apache-maven-1")}` },
  ],
  [
    "a wrapper of Gradle",
    { "build.gradle": "", "gradle/wrapper/gradle-wrapper.properties": `distributionUrl=${of("/gradle-1")}` },
  ],
  ["plugins without end", { "build.gradle": of("plugins{") }],
  ["one line of Gradle", { "build.gradle": of("'a:b:1' ") }],
  ["blanks in Gradle", { "build.gradle": `sourceCompatibility${of(" ")}` }],
  ["includes", { "settings.gradle": of("include ':a',") }],
  ["a Gradle project's folder", { "settings.gradle": of("project(':a').projectDir = ") }],
  ["modules of sbt", { "build.sbt": of('"a" % ') }],
  ["vectors of Leiningen", { "project.clj": of("[a ") }],
  ["maps of deps.edn", { "deps.edn": of("{:a ") }],
  ["requirements of Go", { "go.mod": `module x\nrequire (\n${of("a b\n")}` }],
  ["one line of go.mod", { "go.mod": `module x\n${of("require ( ")}` }],
  [
    "dependencies of Cargo",
    { "Cargo.toml": `[dependencies]\n${Array.from({ length: 5000 }, (_, at) => `d${at}="1"`).join("\n")}` },
  ],
  ["a toolchain", { "Cargo.toml": "", "rust-toolchain": `${of("a")}!` }],
  ["a solution", { "a.sln": of('Project("'), "a.csproj": "" }],
  ["a solution in XML", { "a.slnx": of("<Project "), "a.csproj": "" }],
  ["a list of SDKs", { "a.csproj": "", "global.json": of('"sdk":{') }],
  ["targets of Swift", { "Package.swift": `.executableTarget(${of(" ")}` }],
  ["projects of CMake", { "CMakeLists.txt": of("project(") }],
  ["words of CMake", { "CMakeLists.txt": of("a") }],
  ["steps of Zig", { "build.zig": of(".step("), "build.zig.zon": of(".a ") }],
  ["fields of Cabal", { "x.cabal": of("a ") }],
  ["settings of Terraform", { "main.tf": of("required_version ") }],
  ["an image", { "go.mod": "module x", Dockerfile: `FROM ${of("a/")}` }],
  ["tools of mise", { "go.mod": "module x", "mise.toml": `go${of(" ")}` }],
])("%s are read in linear time", (_, files) => {
  const repository = new RepositoryModel(snapshot(files));
  const start = performance.now();
  expect(detectStack(repository).components).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(LIMIT);
});

it("a build of 300 modules is one component", () => {
  const names = Array.from({ length: 300 }, (_, at) => `m${at}`);
  const modules = names.map((name) => `<module>${name}</module>`).join("");
  const files: Record<string, string> = { "pom.xml": `<project><modules>${modules}</modules></project>` };
  for (const name of names) files[`${name}/pom.xml`] = "<project><parent/></project>";
  const { components } = detectStack(new RepositoryModel(snapshot(files)));
  expect(components.map(({ path, monorepo }) => [path, monorepo?.packages.length])).toEqual([[".", 300]]);
});
