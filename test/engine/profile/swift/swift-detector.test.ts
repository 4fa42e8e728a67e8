import { describe, expect, it } from "vitest";
import { swiftDetector } from "../../../../worker/engine/profile/swift/swift-detector.ts";
import { commandsOf, detected, detectIn, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const VAPOR = `// swift-tools-version:5.10
import PackageDescription

let package = Package(
    name: "Shop",
    dependencies: [
        .package(url: "https://github.com/vapor/vapor.git", from: "4.110.1"),
        .package(url: "https://github.com/vapor/fluent-postgres-driver.git", from: "2.8.0"),
        // .package(url: "https://github.com/vapor/redis.git", from: "4.0.0"),
    ],
    targets: [
        .executableTarget(name: "App", dependencies: [.product(name: "Vapor", package: "vapor")]),
        .testTarget(name: "AppTests", dependencies: [.target(name: "App")]),
    ]
)
`;

describe("a package", () => {
  const files: Files = {
    "Package.swift": VAPOR,
    "Package.resolved": "{}",
    ".swift-format": "{}",
    ".swiftlint.yml": null,
  };
  const app = detected(swiftDetector, files);

  it("is told by its manifest", () => {
    expect(app.language).toBe("swift");
    expect(managerOf(app)).toBe("swiftpm - Package.resolved");
    expect(app.frameworks).toEqual(["vapor"]);
    expect(servicesOf(app)).toEqual(["postgres"]);
    expect(runtimesOf(app)).toEqual(["swift 5.10 range Package.swift"]);
    expect(app.evidence).toContainEqual({
      about: "framework",
      value: "vapor",
      path: "Package.swift",
      line: 7,
      confidence: "high",
    });
  });

  it("is checked by what it configures", () => {
    expect(commandsOf(app)).toEqual({
      install: "swift package resolve",
      lint: "swiftlint lint --strict",
      format: "swift format lint --strict --recursive .",
      test: "swift test",
      build: "swift build -c release",
      start: "swift run App",
    });
  });

  it.each<[string, Files, string[]]>([
    [
      "a version file",
      { ".swift-version": "6.1.2\n" },
      ["swift 6.1.2 exact .swift-version", "swift 5.10 range Package.swift"],
    ],
    [
      "a version file with the name",
      { ".swift-version": "swift-6.0-RELEASE\n" },
      ["swift 6.0 exact .swift-version", "swift 5.10 range Package.swift"],
    ],
    ["an image", { Dockerfile: "FROM swift:6.0-noble AS build\n" }, ["swift 5.10 range Package.swift"]],
  ])("has the version of %s", (_, more, runtimes) => {
    expect(runtimesOf(detected(swiftDetector, { "Package.swift": VAPOR, ...more }))).toEqual(runtimes);
  });

  it("without tests has no command for them", () => {
    const library =
      '// swift-tools-version: 6.0\nlet package = Package(name: "Lib", targets: [.target(name: "Lib")])\n';
    expect(commandsOf(detected(swiftDetector, { "Package.swift": library }))).toEqual({
      install: "swift package resolve",
      build: "swift build -c release",
    });
  });

  it("that describes nothing is told", () => {
    expect(notesOf(detected(swiftDetector, { "Package.swift": "// Package()\n" }))).toEqual([
      "manifest_unreadable Package.swift",
    ]);
  });
});

describe("a project of Xcode", () => {
  const project: Files = { "Shop.xcodeproj/project.pbxproj": null, "Shop/App.swift": null };

  it("is told with its doubts", () => {
    const app = detected(swiftDetector, project);
    expect(app.language).toBe("swift");
    expect(commandsOf(app)).toEqual({ build: "xcodebuild build -scheme Shop CODE_SIGNING_ALLOWED=NO" });
    expect(notesOf(app)).toEqual(["uncertain Shop.xcodeproj/project.pbxproj"]);
    expect(app.evidence.find(({ about }) => about === "build")?.confidence).toBe("low");
  });

  it("may have pods", () => {
    const app = detected(swiftDetector, { ...project, Podfile: null, "Podfile.lock": null });
    expect(managerOf(app)).toBe("cocoapods - Podfile.lock");
    expect(app.commands.build).toBe(
      "xcodebuild build -workspace Shop.xcworkspace -scheme Shop CODE_SIGNING_ALLOWED=NO",
    );
  });

  it.each(["package.json", "pubspec.yaml"])("below %s is part of that application", (manifest) => {
    const files = { [manifest]: "{}", "ios/Runner.xcodeproj/project.pbxproj": null, "ios/Podfile": null };
    expect(detectIn(swiftDetector, files, "ios")).toBeNull();
  });
});
