import { describe, expect, it } from "vitest";
import { dartDetector } from "../../../../worker/engine/profile/dart/dart-detector.ts";
import { javaDetector } from "../../../../worker/engine/profile/jvm/java-detector.ts";
import { commandsOf, detected, detectIn, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const FLUTTER = `name: shop
environment:
  sdk: '>=3.5.0 <4.0.0'
  flutter: ">=3.24.0"

dependencies:
  flutter:
    sdk: flutter
  http: ^1.2.0

dev_dependencies:
  flutter_test:
    sdk: flutter
`;
const APP: Files = {
  "pubspec.yaml": FLUTTER,
  "pubspec.lock": "",
  "lib/main.dart": null,
  "test/widget_test.dart": null,
  "android/build.gradle": "",
  "android/settings.gradle": "",
  "web/index.html": null,
};

describe("a Flutter application", () => {
  const app = detected(dartDetector, APP);

  it("is told by its manifest", () => {
    expect(app.language).toBe("dart");
    expect(managerOf(app)).toBe("pub - pubspec.lock");
    expect(app.frameworks).toEqual(["flutter"]);
    expect(runtimesOf(app)).toEqual(["flutter >=3.24.0 range pubspec.yaml", "dart >=3.5.0 <4.0.0 range pubspec.yaml"]);
  });

  it("is checked with its lockfile as it is", () => {
    expect(commandsOf(app)).toEqual({
      install: "flutter pub get --enforce-lockfile",
      lint: "flutter analyze",
      format: "dart format --output=none --set-exit-if-changed .",
      test: "flutter test",
      build: "flutter build apk",
      start: "flutter run",
    });
  });

  it("says where it read what", () => {
    const lines = app.evidence.map(({ about, value, path, line }) => `${about} ${value} ${path}:${line}`);
    expect(lines).toContain("framework flutter pubspec.yaml:7");
    expect(lines).toContain("runtime dart >=3.5.0 <4.0.0 pubspec.yaml:3");
  });

  it("has no project of Gradle in its folder for Android", () => {
    expect(detectIn(javaDetector, APP, "android")).toBeNull();
    expect(detectIn(javaDetector, { ...APP, "android/app/build.gradle": "" }, "android/app")).toBeNull();
  });

  it.each<[string, Files, string]>([
    ["fvm", { ".fvmrc": '{\n  "flutter": "3.24.5"\n}\n' }, "flutter 3.24.5 exact .fvmrc"],
    [
      "fvm of old",
      { ".fvm/fvm_config.json": '{"flutterSdkVersion": "3.22.1"}' },
      "flutter 3.22.1 exact .fvm/fvm_config.json",
    ],
    ["asdf", { ".tool-versions": "flutter 3.27.1-stable\n" }, "flutter 3.27.1 exact .tool-versions"],
  ])("has the version of %s", (_, files, version) => {
    expect(runtimesOf(detected(dartDetector, { ...APP, ...files }))[0]).toBe(version);
  });

  it.each<[string, Files, string | null]>([
    ["the web alone", { "pubspec.yaml": FLUTTER, "web/index.html": null }, "flutter build web"],
    ["a package", { "pubspec.yaml": FLUTTER, "lib/shop.dart": null }, null],
  ])("is built for %s", (_, files, build) => {
    expect(detected(dartDetector, files).commands.build).toBe(build);
  });
});

describe("a server in Dart", () => {
  const manifest =
    "name: api\nenvironment:\n  sdk: ^3.6.0\ndependencies:\n  shelf: ^1.4.0\n  postgres: any\ndev_dependencies:\n  test: ^1.25.0\n";
  const files: Files = { "pubspec.yaml": manifest, "bin/server.dart": null, "test/api_test.dart": null };

  it("is told by its manifest", () => {
    const server = detected(dartDetector, files);
    expect(server.frameworks).toEqual(["shelf"]);
    expect(servicesOf(server)).toEqual(["postgres"]);
    expect(runtimesOf(server)).toEqual(["dart ^3.6.0 range pubspec.yaml"]);
    expect(commandsOf(server)).toEqual({
      install: "dart pub get",
      lint: "dart analyze --fatal-infos",
      format: "dart format --output=none --set-exit-if-changed .",
      test: "dart test",
      build: "dart compile exe bin/server.dart",
      start: "dart run bin/server.dart",
    });
  });

  it.each<[string, Files, object]>([
    ["no tests", { "pubspec.yaml": manifest, "lib/api.dart": null }, { test: null, build: null }],
    [
      "code that is generated",
      { "pubspec.yaml": `${manifest}  build_runner: ^2.4.0\n`, "lib/api.dart": null },
      { install: "dart pub get && dart run build_runner build --delete-conflicting-outputs" },
    ],
    [
      "code that was generated",
      { "pubspec.yaml": `${manifest}  build_runner: ^2.4.0\n`, "lib/api.g.dart": null },
      { install: "dart pub get" },
    ],
    ["several programs", { ...files, "bin/api.dart": null, "bin/seed.dart": null }, { start: "dart run bin/api.dart" }],
  ])("with %s", (_, each, commands) => {
    expect(detected(dartDetector, each).commands).toMatchObject(commands);
  });
});

describe("workspaces", () => {
  const packages: Files = {
    "packages/a/pubspec.yaml": "name: a\n",
    "packages/b/pubspec.yaml": "name: b\n",
    "apps/c/pubspec.yaml": "name: c\n",
  };
  it.each<[string, Files, object]>([
    [
      "of pub",
      { "pubspec.yaml": "name: _\nworkspace:\n  - packages/a\n  - apps/c\n" },
      { tool: "pub", packages: ["apps/c", "packages/a"] },
    ],
    [
      "of pub with a pattern",
      { "pubspec.yaml": "name: _\nworkspace:\n  - packages/*\n" },
      { tool: "pub", packages: ["packages/a", "packages/b"] },
    ],
    [
      "of Melos",
      { "pubspec.yaml": "name: _\n", "melos.yaml": "name: x\npackages:\n  - packages/**\n" },
      { tool: "melos", packages: ["packages/a", "packages/b"] },
    ],
    [
      "of Melos in the manifest",
      { "pubspec.yaml": "name: _\nmelos:\n  packages: [apps/*]\n" },
      { tool: "melos", packages: ["apps/c"] },
    ],
  ])("%s", (_, files, monorepo) => {
    expect(detected(dartDetector, { ...files, ...packages }).monorepo).toEqual(monorepo);
  });

  it.each<[string, Files, object]>([
    [
      "of pub by each package's folder",
      { "pubspec.yaml": "name: _\nworkspace: [packages/a, apps/c]\n", "packages/a/test/a_test.dart": null },
      { install: "dart pub get", test: 'for package in packages/a; do (cd "$package" && dart test) || exit 1; done' },
    ],
    [
      "of Melos by Melos",
      {
        "pubspec.yaml": "name: _\ndev_dependencies:\n  melos: ^6.0.0\n",
        "melos.yaml": "packages: [apps/*]\n",
        "apps/c/pubspec.yaml": "dependencies:\n  flutter:\n    sdk: flutter\n",
        "apps/c/test/c_test.dart": null,
      },
      {
        install: "flutter pub get && dart run melos bootstrap",
        test: "dart run melos exec --dir-exists=test -- flutter test",
      },
    ],
    [
      "of Melos that is not among the dependencies",
      { "pubspec.yaml": "name: _\n", "melos.yaml": "packages: [apps/*]\n" },
      { install: "dart pub global activate melos && dart pub global run melos bootstrap", test: null },
    ],
  ])("%s are tested", (_, files, commands) => {
    expect(detected(dartDetector, { ...packages, ...files }).commands).toMatchObject(commands);
  });

  it("of an example fold it", () => {
    const files = { "pubspec.yaml": "name: lib\n", "example/pubspec.yaml": "name: example\n" };
    const found = detected(dartDetector, files);
    expect(found.members).toEqual(["example"]);
    expect(found.monorepo).toBeNull();
  });
});

describe("manifests that do not parse", () => {
  it.each(["name: [", "- a\n- b\n", "a: b: c\n"])("%j is told and still a component", (text) => {
    const broken = detected(dartDetector, { "pubspec.yaml": text });
    expect(notesOf(broken)).toEqual(["manifest_unreadable pubspec.yaml"]);
    expect(broken.commands.install).toBe("dart pub get");
  });

  it("odd types are read as nothing", () => {
    const odd = detected(dartDetector, { "pubspec.yaml": "environment: 3\ndependencies: [flutter]\nworkspace: a\n" });
    expect([odd.frameworks, odd.runtimes, odd.monorepo, odd.notes]).toEqual([[], [], null, []]);
  });
});
