import { describe, expect, it } from "vitest";
import { javaDetector } from "../../../../worker/engine/profile/jvm/java-detector.ts";
import { commandsOf, detected, detectIn, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

function pom(inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 https://maven.apache.org/xsd/maven-4.0.0.xsd">
  <modelVersion>4.0.0</modelVersion>
  <!-- <modules><module>old</module></modules> -->
${inner}
</project>
`;
}

function dependency(group: string, artifact: string, scope = "compile"): string {
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><scope>${scope}</scope></dependency>`;
}

const BOOT = pom(`  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>3.5.4</version>
    <relativePath/>
  </parent>
  <properties>
    <java.version>21</java.version>
  </properties>
  <dependencies>
    ${dependency("org.springframework.boot", "spring-boot-starter-web")}
    ${dependency("org.postgresql", "postgresql", "runtime")}
  </dependencies>
  <build><plugins>
    <plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin>
  </plugins></build>`);

describe("a Spring Boot application", () => {
  const files: Files = {
    "pom.xml": BOOT,
    mvnw: null,
    ".mvn/wrapper/maven-wrapper.properties":
      "wrapperVersion=3.3.2\ndistributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.9/apache-maven-3.9.9-bin.zip\n",
    "src/main/java/App.java": null,
    "src/test/java/AppTest.java": null,
  };
  const app = detected(javaDetector, files);

  it("is told by its manifest", () => {
    expect(app.languages).toEqual(["java"]);
    expect(managerOf(app)).toBe("maven 3.9.9 -");
    expect(app.frameworks).toEqual(["spring-boot"]);
    expect(servicesOf(app)).toEqual(["postgres"]);
    expect(runtimesOf(app)).toEqual(["java 21 range pom.xml"]);
    expect(app.monorepo).toBeNull();
  });

  it("is checked with its wrapper", () => {
    expect(commandsOf(app)).toEqual({
      test: "./mvnw -B -ntp verify",
      build: "./mvnw -B -ntp -DskipTests package",
      start: "./mvnw spring-boot:run",
    });
  });

  it("says where it read what", () => {
    const lines = app.evidence.map(({ about, value, path, line }) => `${about} ${value} ${path}:${line}`);
    expect(lines).toContain("framework spring-boot pom.xml:6");
    expect(lines).toContain("runtime java 21 pom.xml:13");
    expect(lines).toContain("package_manager maven 3.9.9 .mvn/wrapper/maven-wrapper.properties:2");
  });
});

describe("frameworks", () => {
  it.each([
    ["io.quarkus", "quarkus-rest", ["quarkus"]],
    ["io.micronaut", "micronaut-http-server-netty", ["micronaut"]],
    ["io.vertx", "vertx-core", ["vert.x"]],
    ["io.dropwizard", "dropwizard-core", ["dropwizard"]],
    ["jakarta.platform", "jakarta.jakartaee-web-api", ["jakarta"]],
    ["org.springframework", "spring-webmvc", ["spring"]],
    ["org.springframework", "spring-web", []],
    ["org.slf4j", "slf4j-api", []],
  ])("%s:%s: %j", (group, artifact, frameworks) => {
    const files = { "pom.xml": pom(`<dependencies>${dependency(group, artifact)}</dependencies>`) };
    expect(detected(javaDetector, files).frameworks).toEqual(frameworks);
  });

  it("of tests alone do not count", () => {
    const files = { "pom.xml": pom(`<dependencies>${dependency("io.javalin", "javalin", "test")}</dependencies>`) };
    expect(detected(javaDetector, files).frameworks).toEqual([]);
  });
});

describe("versions of Java", () => {
  const properties = (inner: string) => pom(`<properties>${inner}</properties>`);
  const compiler = (inner: string) =>
    pom(`<properties><jdk>17</jdk></properties><build><plugins><plugin>
      <artifactId>maven-compiler-plugin</artifactId><configuration>${inner}</configuration>
    </plugin></plugins></build>`);
  it.each<[string, string, string[]]>([
    ["release", properties("<maven.compiler.release>17</maven.compiler.release>"), ["java 17 range pom.xml"]],
    [
      "the old way of writing",
      properties("<maven.compiler.source>1.8</maven.compiler.source>"),
      ["java 8 range pom.xml"],
    ],
    [
      "a property of a property",
      properties("<maven.compiler.release>${java.version}</maven.compiler.release><java.version>21</java.version>"),
      ["java 21 range pom.xml"],
    ],
    ["a property of itself", properties("<java.version>${java.version}</java.version>"), []],
    ["a property from elsewhere", properties("<java.version>${env.JDK}</java.version>"), []],
    ["the compiler's configuration", compiler("<release>${jdk}</release>"), ["java 17 range pom.xml"]],
    ["none", pom(""), []],
  ])("%s", (_, text, runtimes) => {
    expect(runtimesOf(detected(javaDetector, { "pom.xml": text }))).toEqual(runtimes);
  });

  it.each<[string, Files, string]>([
    [".sdkmanrc", { ".sdkmanrc": "java=21.0.2-tem\n" }, "java 21.0.2 exact .sdkmanrc"],
    [".java-version", { ".java-version": "temurin-21.0.4\n" }, "java 21.0.4 exact .java-version"],
    ["system.properties", { "system.properties": "java.runtime.version=17\n" }, "java 17 exact system.properties"],
  ])("%s counts before the build", (_, files, version) => {
    const text = properties("<java.version>17</java.version>");
    expect(runtimesOf(detected(javaDetector, { "pom.xml": text, ...files }))).toEqual([
      version,
      "java 17 range pom.xml",
    ]);
  });

  it("of files that contradict one another are told", () => {
    const files = { "pom.xml": properties("<java.version>21</java.version>"), ".java-version": "17\n" };
    expect(notesOf(detected(javaDetector, files))).toEqual(["version_conflict pom.xml"]);
  });
});

const REACTOR: Files = {
  "pom.xml": pom(`  <packaging>pom</packaging>
  <properties><jdk.version>21</jdk.version></properties>
  <modules>
    <module>core</module>
    <module>apps</module>
  </modules>
  <profiles><profile><modules><module>extra/</module></modules></profile></profiles>`),
  "core/pom.xml": pom("<parent><artifactId>root</artifactId></parent>"),
  "apps/pom.xml": pom(
    "<modules><module>web/pom.xml</module><module>missing</module><module>../../out</module></modules>",
  ),
  "apps/web/pom.xml": pom(`<parent><relativePath>../../pom.xml</relativePath></parent>
  <dependencies>${dependency("org.springframework.boot", "spring-boot-starter")}</dependencies>
  <build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>`),
  "extra/pom.xml": pom(""),
  "core/src/main/kotlin/Core.kt": null,
  "core/src/main/kotlin/More.kt": null,
  "apps/web/src/main/java/Web.java": null,
};

describe("a reactor", () => {
  const reactor = detected(javaDetector, REACTOR);

  it("is one component of its modules and theirs", () => {
    expect(reactor.monorepo).toEqual({ tool: "maven", packages: ["apps", "apps/web", "core", "extra"] });
    expect(reactor.members).toEqual(["apps", "apps/web", "core", "extra"]);
  });

  it("has what its modules have", () => {
    expect(reactor.frameworks).toEqual(["spring-boot"]);
    expect(reactor.languages).toEqual(["kotlin", "java"]);
    expect(runtimesOf(reactor)).toEqual(["java 21 range pom.xml"]);
  });

  it("starts the module that can", () => {
    expect(reactor.commands.start).toBe("mvn -pl apps/web spring-boot:run");
  });

  it("gives its properties to a module", () => {
    expect(runtimesOf(detected(javaDetector, REACTOR, "apps/web"))).toEqual(["java 21 range pom.xml"]);
  });
});

describe("services", () => {
  const postgres = dependency("org.postgresql", "postgresql");
  it.each<[string, string, string[]]>([
    ["drivers", postgres + dependency("redis.clients", "jedis"), ["postgres", "redis"]],
    ["a database in memory for tests", postgres + dependency("com.h2database", "h2", "test"), []],
    ["containers of the tests", postgres + dependency("org.testcontainers", "postgresql", "test"), []],
    ["mysql", dependency("com.mysql", "mysql-connector-j", "runtime"), ["mysql"]],
    ["mongodb", dependency("org.springframework.boot", "spring-boot-starter-data-mongodb"), ["mongodb"]],
  ])("%s", (_, dependencies, services) => {
    const files = { "pom.xml": pom(`<dependencies>${dependencies}</dependencies>`) };
    expect(servicesOf(detected(javaDetector, files))).toEqual(services);
  });
});

describe("commands", () => {
  it("ask the plugins that check", () => {
    const plugins = [
      ["com.diffplug.spotless", "spotless-maven-plugin"],
      ["org.apache.maven.plugins", "maven-checkstyle-plugin"],
    ].map(([group, artifact]) => `<plugin><groupId>${group}</groupId><artifactId>${artifact}</artifactId></plugin>`);
    const files = { "pom.xml": pom(`<build><plugins>${plugins.join("")}</plugins></build>`) };
    expect(commandsOf(detected(javaDetector, files))).toMatchObject({
      lint: "mvn -B -ntp checkstyle:check",
      format: "mvn -B -ntp spotless:check",
    });
  });

  it.each([
    ["<id>style</id><phase>validate</phase>", "checkstyle:check@style"],
    ["", "checkstyle:check@default"],
  ])("ask as the execution %j is configured", (id, goal) => {
    const execution = `<execution>${id}<goals><goal>check</goal></goals><configuration><configLocation>x.xml</configLocation></configuration></execution>`;
    const plugin = `<plugin><artifactId>maven-checkstyle-plugin</artifactId><executions>${execution}</executions></plugin>`;
    const files = { "pom.xml": pom(`<build><plugins>${plugin}</plugins></build>`) };
    expect(detected(javaDetector, files).commands.lint).toBe(`mvn -B -ntp ${goal}`);
  });

  it.each([
    ["org.apache.maven.plugins", "maven-shade-plugin", "java -jar target/*.jar"],
    ["org.codehaus.mojo", "exec-maven-plugin", "mvn exec:java"],
    ["org.apache.maven.plugins", "maven-jar-plugin", null],
  ])("start what %s:%s packs or runs", (group, artifact, start) => {
    const plugin = `<plugin><groupId>${group}</groupId><artifactId>${artifact}</artifactId></plugin>`;
    const files = { "pom.xml": pom(`<build><plugins>${plugin}</plugins></build>`) };
    expect(detected(javaDetector, files).commands.start).toBe(start);
  });

  it("leave out plugins of reports", () => {
    const text = pom(
      "<reporting><plugins><plugin><artifactId>maven-checkstyle-plugin</artifactId></plugin></plugins></reporting>",
    );
    expect(detected(javaDetector, { "pom.xml": text }).commands.lint).toBeNull();
  });
});

describe("what is no build of its own", () => {
  it.each<[string, Files, string]>([
    ["a project that tests a plugin", { "pom.xml": pom(""), "src/it/simple/pom.xml": pom("") }, "src/it/simple"],
    ["what Leiningen writes", { "project.clj": "(defproject x)", "pom.xml": pom("") }, "."],
    ["a namespace called pom", { "pom.xml": pom(""), "lib/pom.clj": "" }, "lib"],
  ])("%s", (_, files, path) => {
    expect(detectIn(javaDetector, files, path)).toBeNull();
  });
});

it("modules that differ are built with the highest version of Java", () => {
  const module = (version: number) => pom(`<properties><java.version>${version}</java.version></properties>`);
  const files = {
    "pom.xml": pom("<modules><module>a</module><module>b</module></modules>"),
    "a/pom.xml": module(8),
    "b/pom.xml": module(17),
  };
  expect(runtimesOf(detected(javaDetector, files))).toEqual(["java 17 range b/pom.xml"]);
});

describe("what does not parse", () => {
  it.each([
    ["no end", "<project><modules>"],
    ["another end", "<project><a></b></project>"],
    ["no project", "<html></html>"],
    ["nothing", ""],
    ["a merge conflict", "<<<<<<< HEAD\n<project>\n"],
    ["a quote without end", '<project a="></project>'],
  ])("%s is told and still a component", (_, text) => {
    const broken = detected(javaDetector, { "pom.xml": text });
    expect(notesOf(broken)).toEqual(["manifest_unreadable pom.xml"]);
    expect(broken.commands.test).toBe("mvn -B -ntp verify");
  });

  it("a project that is its own module and parent ends", () => {
    const text = pom("<parent><relativePath>pom.xml</relativePath></parent><modules><module>.</module></modules>");
    expect(detected(javaDetector, { "pom.xml": text }).monorepo).toBeNull();
  });

  it("deep nesting ends", () => {
    const text = "<project>".repeat(50_000);
    expect(notesOf(detected(javaDetector, { "pom.xml": text }))).toEqual(["manifest_unreadable pom.xml"]);
  });
});
