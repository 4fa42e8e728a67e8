import { describe, expect, it } from "vitest";
import { javaDetector } from "../../../../worker/engine/profile/jvm/java-detector.ts";
import { detected, notesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const wrapper = (version: string): Files => ({
  gradlew: null,
  "gradle/wrapper/gradle-wrapper.properties": `distributionBase=GRADLE_USER_HOME\ndistributionUrl=https\\://services.gradle.org/distributions/gradle-${version}-bin.zip\n`,
});

describe("settings", () => {
  const module = { "app/build.gradle": "", "lib/core/build.gradle": "", "tools/gen/build.gradle": "" };
  it.each<[string, string, string[]]>([
    ["Groovy", "include ':app', ':lib:core'\n", ["app", "lib/core"]],
    ["Groovy over lines", "include(\n  'app',\n  'lib:core',\n)\n", ["app", "lib/core"]],
    ["Kotlin", 'include(":app", "lib:core")\n', ["app", "lib/core"]],
    ["one a line", 'include(":app")\ninclude(":lib:core")\n', ["app", "lib/core"]],
    [
      "a moved project",
      "include ':gen'\nproject(':gen').projectDir = new File(settingsDir, 'tools/gen')\n",
      ["tools/gen"],
    ],
    ["a moved project in Kotlin", 'include(":gen")\nproject(":gen").projectDir = file("tools/gen")\n', ["tools/gen"]],
    [
      "a moved project of old",
      "include ':gen'\nproject(':gen').projectDir = \"$rootDir/tools/gen\" as File\n",
      ["tools/gen"],
    ],
    ["what is computed", "include(names as String[])\n", ["app", "lib/core", "tools/gen"]],
    ["what does not exist", "include ':app', ':gone'\n", ["app"]],
    ["a comment", "// include ':app'\n/* include ':lib:core' */\n", []],
  ])("%s", (_, settings, packages) => {
    const found = detected(javaDetector, { "settings.gradle": settings, ...module });
    expect(found.monorepo?.packages ?? []).toEqual(packages);
  });

  it("fold build files that have no settings of their own", () => {
    const files = {
      "settings.gradle": "include ':app'\n",
      ...module,
      "sample/settings.gradle": "",
      "sample/build.gradle": "",
    };
    expect(detected(javaDetector, files).members).toEqual(["app", "lib/core", "tools/gen"]);
  });

  it("fold the build's own logic", () => {
    const files = {
      "settings.gradle.kts": 'pluginManagement { includeBuild("build-logic") }\ninclude(":app")\n',
      "app/build.gradle.kts": 'plugins { id("org.springframework.boot") }\n',
      "build-logic/settings.gradle.kts": "",
      "buildSrc/build.gradle.kts": "",
    };
    const found = detected(javaDetector, files);
    expect(found.members).toEqual(["app", "build-logic", "buildSrc"]);
    expect(found.monorepo).toEqual({ tool: "gradle", packages: ["app"] });
    expect(found.frameworks).toEqual(["spring-boot"]);
  });
});

it("a project of a larger build is run by that build's wrapper", () => {
  const files = { "settings.gradle": "include ':apps:web'\n", "apps/web/build.gradle": "", ...wrapper("8.10") };
  expect(detected(javaDetector, files, "apps/web").commands.test).toBe("../../gradlew test");
});

describe("languages", () => {
  it.each<[string, Files, string[]]>([
    [
      "by main sources",
      { "src/main/kotlin/A.kt": null, "src/test/groovy/A.groovy": null, "src/test/groovy/B.groovy": null },
      ["kotlin"],
    ],
    [
      "of several the larger first",
      { "app/src/main/java/A.java": null, "app/src/main/java/B.java": null, "app/src/main/kotlin/A.kt": null },
      ["java", "kotlin"],
    ],
    ["by plugin where no source is seen", { "build.gradle": "plugins {\n  id 'groovy'\n}\n" }, ["groovy"]],
    ["Java where nothing tells", {}, ["java"]],
  ])("%s", (_, files, languages) => {
    expect(detected(javaDetector, { "build.gradle": "", ...files }).languages).toEqual(languages);
  });
});

describe("commands", () => {
  it.each<[string, string, object]>([
    [
      "detekt and ktlint",
      'plugins {\n  id("io.gitlab.arturbosch.detekt")\n  id("org.jlleitschuh.gradle.ktlint")\n}\n',
      { lint: "./gradlew detekt", format: "./gradlew ktlintCheck" },
    ],
    [
      "spotless",
      'plugins {\n  id("com.diffplug.spotless") version "7.0.0"\n}\n',
      { format: "./gradlew spotlessCheck" },
    ],
    [
      "multiplatform",
      'plugins {\n  kotlin("multiplatform") version "2.1.0"\n}\n',
      { test: "./gradlew allTests", build: "./gradlew assemble" },
    ],
    [
      "Android",
      "plugins {\n  id 'com.android.application' version '8.7.2'\n  id 'application'\n}\n",
      { lint: "./gradlew lint", start: null },
    ],
  ])("%s", (_, text, commands) => {
    expect(detected(javaDetector, { "build.gradle.kts": text, ...wrapper("8.10") }).commands).toMatchObject(commands);
  });
});

describe("two builds in one folder", () => {
  it.each<[string, Files, string]>([
    [
      "Gradle with its wrapper",
      { "pom.xml": "<project/>", mvnw: null, "build.gradle": "", ...wrapper("8.5") },
      "gradle",
    ],
    ["Gradle without", { "pom.xml": "<project/>", "build.gradle": "" }, "gradle"],
    ["Maven with its wrapper alone", { "pom.xml": "<project/>", mvnw: null, "build.gradle": "" }, "maven"],
  ])("%s", (_, files, manager) => {
    const found = detected(javaDetector, files);
    expect(found.packageManager?.name).toBe(manager);
    expect(notesOf(found)).toEqual(["uncertain pom.xml"]);
  });
});
