import { describe, expect, it } from "vitest";
import { clojureDetector } from "../../../../worker/engine/profile/jvm/clojure-detector.ts";
import { scalaDetector } from "../../../../worker/engine/profile/jvm/scala-detector.ts";
import { commandsOf, detected, detectIn, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const SBT: Files = {
  "build.sbt": `ThisBuild / scalaVersion := "3.6.2"

lazy val root = (project in file(".")).aggregate(core, api)
lazy val core = project.in(file("modules/core"))
lazy val api = (project in file("modules/api"))
  .settings(
    libraryDependencies ++= Seq(
      "org.http4s" %% "http4s-ember-server" % "0.23.30",
      "org.postgresql" % "postgresql" % "42.7.4",
      "com.lihaoyi" %% "cask" % "0.9.4" % Test,
      // "com.typesafe.akka" %% "akka-http" % "10.5.0",
    )
  )
`,
  "project/build.properties": "sbt.version=1.10.7\n",
  "project/plugins.sbt":
    'addSbtPlugin("org.scalameta" % "sbt-scalafmt" % "2.5.2")\naddSbtPlugin("com.eed3si9n" % "sbt-assembly" % "2.3.0")\n',
  ".tool-versions": "java temurin-21.0.5+11.0.LTS\n",
  "modules/core/src/main/scala/Core.scala": null,
  "modules/api/src/main/scala/Api.scala": null,
};

describe("sbt", () => {
  const app = detected(scalaDetector, SBT);

  it("is told by its build", () => {
    expect(app.language).toBe("scala");
    expect(managerOf(app)).toBe("sbt 1.10.7 -");
    expect(app.frameworks).toEqual(["http4s"]);
    expect(servicesOf(app)).toEqual(["postgres"]);
    expect(runtimesOf(app)).toEqual(["scala 3.6.2 exact build.sbt", "java 21.0.5 exact .tool-versions"]);
    expect(app.monorepo).toEqual({ tool: "sbt", packages: ["modules/api", "modules/core"] });
  });

  it("is checked by what its plugins bring", () => {
    expect(commandsOf(app)).toEqual({
      format: "sbt scalafmtCheckAll scalafmtSbtCheck",
      test: "sbt test",
      build: "sbt assembly",
    });
  });

  it.each<[string, Files, { frameworks: string[]; build: string; start: string | null }]>([
    [
      "Play",
      {
        "build.sbt": 'scalaVersion := "2.13.15"\n',
        "project/plugins.sbt": 'addSbtPlugin("org.playframework" % "sbt-plugin" % "3.0.6")\n',
        "app/A.scala": null,
      },
      { frameworks: ["play"], build: "sbt stage", start: "sbt run" },
    ],
    ["nothing but Scala", { "build.sbt": "" }, { frameworks: [], build: "sbt compile", start: null }],
  ])("of %s", (_, files, { frameworks, build, start }) => {
    const found = detected(scalaDetector, files);
    expect([found.frameworks, found.commands.build, found.commands.start]).toEqual([frameworks, build, start]);
  });
});

it("sbt builds programs in Java too", () => {
  const files = { "build.sbt": "", "app/controllers/Home.java": null, "project/Dependencies.scala": null };
  expect(detected(scalaDetector, files).languages).toEqual(["java"]);
});

it("Mill is told by its build", () => {
  const app = detected(scalaDetector, {
    "build.mill": '//| mill-version: 1.0.4\nobject app extends ScalaModule { def scalaVersion = "3.7.1" }\n',
    mill: null,
  });
  expect(managerOf(app)).toBe("mill 1.0.4 -");
  expect(app.commands.test).toBe("./mill __.test");
  expect(runtimesOf(app)).toEqual(["scala 3.7.1 exact build.mill"]);
});

const LEIN = `(defproject shop "0.1.0"
  :dependencies [[org.clojure/clojure "1.12.0"]
                 [ring/ring-core "1.13.0"]
                 [compojure "1.7.1"]
                 ;; [com.taoensso/carmine "3.4.1"]
                 [org.postgresql/postgresql "42.7.4"]]
  :plugins [[lein-cljfmt "0.9.2"]]
  :main ^:skip-aot shop.core)
`;

describe("Clojure", () => {
  it("with Leiningen is told by its project", () => {
    const app = detected(clojureDetector, { "project.clj": LEIN, ".java-version": "21\n" });
    expect(app.language).toBe("clojure");
    expect(managerOf(app)).toBe("lein - -");
    expect(app.frameworks).toEqual(["compojure", "ring"]);
    expect(servicesOf(app)).toEqual(["postgres"]);
    expect(runtimesOf(app)).toEqual(["java 21 exact .java-version"]);
    expect(commandsOf(app)).toEqual({
      install: "lein deps",
      format: "lein cljfmt check",
      test: "lein test",
      build: "lein uberjar",
      start: "lein run",
    });
  });

  it.each<[string, string, Files, string | null]>([
    [
      "a program",
      '{:deps {ring/ring-core {:mvn/version "1.13"}} :aliases {:test {:extra-paths ["test"] :main-opts ["-m" "kaocha.runner"]}}}',
      {},
      "clojure -M:test",
    ],
    ["a function", "{:aliases {:test {:exec-fn cognitect.test-runner.api/test}}}", {}, "clojure -X:test"],
    [
      "a runner without entry",
      '{:aliases {:test {:extra-deps {io.github.cognitect-labs/test-runner {:git/tag "v0.5.1"}}} :build {:exec-fn x/y}}}',
      {},
      "clojure -M:test -m cognitect.test-runner",
    ],
    [
      "the build's own task",
      '{:aliases {:test {:extra-paths ["test"]} :build {:ns-default build}}}',
      { "build.clj": "(ns build)\n(defn test [_])\n(defn uber [_])\n" },
      "clojure -T:build test",
    ],
    ["nothing", "{:deps {}}", {}, null],
  ])("with deps.edn runs tests by %s", (_, text, files, test) => {
    expect(detected(clojureDetector, { "deps.edn": text, ...files }).commands.test).toBe(test);
  });

  it("with deps.edn is told by it", () => {
    const app = detected(clojureDetector, {
      "deps.edn": '{:deps {metosin/reitit {:mvn/version "0.7"}} :aliases {:build {:ns-default build}}}',
      "build.clj": "(defn uber [_])",
    });
    expect(managerOf(app)).toBe("clojure - -");
    expect(app.frameworks).toEqual(["reitit"]);
    expect(commandsOf(app)).toEqual({ install: "clojure -P", build: "clojure -T:build uber" });
  });

  it.each([
    ["project.clj", "(ns x)"],
    ["deps.edn", "[]"],
  ])("with a broken %s is told and still a component", (name, text) => {
    const broken = detected(clojureDetector, { [name]: text });
    expect(notesOf(broken)).toEqual([`manifest_unreadable ${name}`]);
    expect(broken.language).toBe("clojure");
  });

  it("has namespaces called project", () => {
    expect(detectIn(clojureDetector, { "src/core/project.clj": "(ns core.project)" }, "src/core")).toBeNull();
  });
});
