import { describe, expect, it } from "vitest";
import { javaDetector } from "../../../../worker/engine/profile/jvm/java-detector.ts";
import { commandsOf, detected, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const wrapper = (version: string): Files => ({
  gradlew: null,
  "gradle/wrapper/gradle-wrapper.properties": `distributionBase=GRADLE_USER_HOME\ndistributionUrl=https\\://services.gradle.org/distributions/gradle-${version}-bin.zip\n`,
});

const BOOT = `plugins {
    java // the language
    id("org.springframework.boot") version "3.5.4"
    id("io.spring.dependency-management") version "1.1.7"
}

/* implementation("io.quarkus:quarkus-core") */
java {
    toolchain {
        languageVersion = JavaLanguageVersion.of(21)
    }
}

repositories { maven { url = uri("https://repo.example.com/maven") } }

dependencies {
    implementation("org.springframework.boot:spring-boot-starter-web")
    implementation("org.springframework.boot:spring-boot-starter-data-redis")
    runtimeOnly("com.mysql:mysql-connector-j")
    testImplementation("io.javalin:javalin:6.0.0")
}
`;

describe("a Spring Boot application", () => {
  const files: Files = {
    "build.gradle.kts": BOOT,
    "settings.gradle.kts": 'rootProject.name = "shop"\n',
    ...wrapper("8.14.3"),
    "src/main/java/App.java": null,
  };
  const app = detected(javaDetector, files);

  it("is told by its build", () => {
    expect(app.languages).toEqual(["java"]);
    expect(managerOf(app)).toBe("gradle 8.14.3 -");
    expect(app.frameworks).toEqual(["spring-boot"]);
    expect(servicesOf(app)).toEqual(["mysql", "redis"]);
    expect(runtimesOf(app)).toEqual(["java 21 range build.gradle.kts"]);
    expect(app.monorepo).toBeNull();
  });

  it("is checked with its wrapper", () => {
    expect(commandsOf(app)).toEqual({
      test: "./gradlew test",
      build: "./gradlew build -x test",
      start: "./gradlew bootRun",
    });
  });

  it("says where it read what", () => {
    const lines = app.evidence.map(({ about, value, path, line }) => `${about} ${value} ${path}:${line}`);
    expect(lines).toContain("framework spring-boot build.gradle.kts:3");
    expect(lines).toContain("runtime java 21 build.gradle.kts:10");
    expect(lines).toContain("service mysql build.gradle.kts:19");
    expect(lines).toContain("package_manager gradle 8.14.3 gradle/wrapper/gradle-wrapper.properties:2");
  });
});

describe("plugins in every way of writing", () => {
  it.each<[string, string, string[]]>([
    ["Groovy", "plugins {\n  id 'org.springframework.boot' version '3.4.1'\n}\n", ["spring-boot"]],
    ["apply plugin", "apply plugin: 'io.quarkus'\n", ["quarkus"]],
    ["apply in Kotlin", 'apply(plugin = "io.micronaut.application")\n', ["micronaut"]],
    [
      "a plugin for Android is no application",
      "dependencies { compileOnly 'com.android.tools.build:gradle:8.5.0' }\n",
      [],
    ],
    ["not applied here", "plugins {\n  id 'com.android.application' version '8.7.2' apply false\n}\n", ["android"]],
    ["dependencies", "dependencies {\n  implementation 'io.ktor:ktor-server-netty:3.0.1'\n}\n", ["ktor"]],
    ["in comments", "// id 'io.quarkus'\n/* apply plugin: 'play' */\n", []],
    ["an address", 'maven { url "https://io.quarkus:8443/x" } // "http://"\n', []],
  ])("%s", (_, text, frameworks) => {
    expect(detected(javaDetector, { "build.gradle": text }).frameworks).toEqual(frameworks);
  });
});

const CATALOG = `[versions]
java = "17"
kotlin = { strictly = "2.1.0" }
ktor = "3.1.0"

[libraries]
ktor-server-core = { module = "io.ktor:ktor-server-core", version.ref = "ktor" }
postgres_driver = "org.postgresql:postgresql:42.7.4"
junit = { group = "org.junit.jupiter", name = "junit-jupiter", version = "5.11.0" }

[bundles]
data = ["postgres_driver"]

[plugins]
kotlin-jvm = { id = "org.jetbrains.kotlin.jvm", version.ref = "kotlin" }
ktlint = "org.jlleitschuh.gradle.ktlint:12.1.1"
`;

describe("a version catalog", () => {
  const build = `plugins {
    alias(libs.plugins.kotlin.jvm)
    alias(libs.plugins.ktlint)
    application
}
kotlin { jvmToolchain(libs.versions.java.get().toInt()) }
dependencies {
    implementation(libs.ktor.server.core)
    implementation(libs.bundles.data)
    testImplementation(libs.junit)
}
`;
  const files: Files = { "build.gradle.kts": build, "gradle/libs.versions.toml": CATALOG };

  it("says what its aliases stand for", () => {
    const app = detected(javaDetector, files);
    expect(app.frameworks).toEqual(["ktor"]);
    expect(app.languages).toEqual(["kotlin"]);
    expect(servicesOf(app)).toEqual(["postgres"]);
    expect(runtimesOf(app)).toEqual(["java 17 range build.gradle.kts"]);
    expect(commandsOf(app)).toMatchObject({ format: "gradle ktlintCheck", start: "gradle run", test: "gradle test" });
  });

  it("that does not parse is told", () => {
    const broken = detected(javaDetector, { ...files, "gradle/libs.versions.toml": "[versions\n" });
    expect(notesOf(broken)).toEqual(["manifest_unreadable gradle/libs.versions.toml"]);
    expect(broken.frameworks).toEqual([]);
  });
});

describe("versions of Java", () => {
  it.each<[string, string, string[]]>([
    [
      "a toolchain",
      "java { toolchain { languageVersion.set(JavaLanguageVersion.of(17)) } }\n",
      ["java 17 range build.gradle"],
    ],
    ["source compatibility", "sourceCompatibility = '11'\n", ["java 11 range build.gradle"]],
    [
      "source compatibility without sign",
      "sourceCompatibility JavaVersion.VERSION_1_8\n",
      ["java 8 range build.gradle"],
    ],
    ["a constant", "java {\n  sourceCompatibility = JavaVersion.VERSION_21\n}\n", ["java 21 range build.gradle"]],
    ["a number of the old kind", "sourceCompatibility = 1.8\n", ["java 8 range build.gradle"]],
    ["release", "tasks.withType(JavaCompile) { options.release = 17 }\n", ["java 17 range build.gradle"]],
    ["Kotlin's target", 'kotlinOptions { jvmTarget = "17" }\n', ["java 17 range build.gradle"]],
    ["Kotlin's new target", "compilerOptions { jvmTarget.set(JvmTarget.JVM_21) }\n", ["java 21 range build.gradle"]],
    [
      "a variable",
      "def javaVersion = 17\njava { sourceCompatibility = javaVersion }\n",
      ["java 17 range build.gradle"],
    ],
    [
      "a property",
      'java { toolchain { languageVersion = JavaLanguageVersion.of(property("jdk.version")) } }\n',
      ["java 19 range build.gradle"],
    ],
    [
      "the toolchain before the byte code",
      "jvmToolchain(21)\nsourceCompatibility = 17\n",
      ["java 21 range build.gradle"],
    ],
    ["what is computed", "sourceCompatibility = computeIt()\n", []],
    ["none", "", []],
  ])("%s", (_, text, runtimes) => {
    const files = { "build.gradle": text, "gradle.properties": "org.gradle.jvmargs=-Xmx2g\njdk.version=19\n" };
    expect(runtimesOf(detected(javaDetector, files))).toEqual(runtimes);
  });

  it.each<[string, Files, string[]]>([
    [
      "old Gradle runs on 8",
      { "build.gradle": "", ...wrapper("4.10.3") },
      ["java 8 exact gradle/wrapper/gradle-wrapper.properties"],
    ],
    [
      "Gradle 9 runs on 17",
      { "build.gradle": "sourceCompatibility = 11\n", ...wrapper("9.1.0") },
      ["java 17 range gradle/wrapper/gradle-wrapper.properties"],
    ],
    [
      "the plugin for Android runs on 17",
      {
        "build.gradle":
          "plugins {\n id 'com.android.application' version '8.7.2' apply false\n}\nandroid { compileOptions { sourceCompatibility JavaVersion.VERSION_1_8 } }\n",
      },
      ["java 17 range build.gradle"],
    ],
    [
      "conventions of the build",
      {
        "build.gradle.kts": "",
        "buildSrc/src/main/kotlin/java.gradle.kts":
          "java { toolchain { languageVersion = JavaLanguageVersion.of(24) } }\n",
      },
      ["java 24 range buildSrc/src/main/kotlin/java.gradle.kts"],
    ],
    [
      ".tool-versions",
      { "build.gradle": "sourceCompatibility = 17\n", ".tool-versions": "java temurin-21.0.5+11.0.LTS\n" },
      ["java 21.0.5 exact .tool-versions", "java 17 range build.gradle"],
    ],
  ])("%s", (_, files, runtimes) => {
    expect(runtimesOf(detected(javaDetector, files))).toEqual(runtimes);
  });
});

it("an application for Android is told by its manifest where the build's own plugins hide it", () => {
  const files = {
    "settings.gradle.kts": 'include(":app")\n',
    "app/build.gradle.kts": "",
    "app/src/main/AndroidManifest.xml": null,
  };
  expect(detected(javaDetector, files).frameworks).toEqual(["android"]);
});
