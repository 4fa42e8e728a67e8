import { expect, it } from "vitest";
import { zigDetector } from "../../../../worker/engine/profile/zig/zig-detector.ts";
import { commandsOf, detected, detectIn, managerOf, runtimesOf } from "../../../support/detect.ts";

const BUILD = `const std = @import("std");
pub fn build(b: *std.Build) void {
    const run_step = b.step("run", "Run the app");
    // b.step("docs", "");
    const test_step = b.step("test", "Run unit tests");
}
`;
const ZON = `.{
    .name = .shop,
    .version = "0.1.0",
    .minimum_zig_version = "0.14.0",
    .dependencies = .{
        .zap = .{ .url = "git+https://github.com/zigzap/zap#v0.10", .hash = "x" },
        // .httpz = .{ .url = "x" },
    },
}
`;

it("a package is told by its manifest", () => {
  const app = detected(zigDetector, { "build.zig": BUILD, "build.zig.zon": ZON });
  expect(app.language).toBe("zig");
  expect(managerOf(app)).toBe("zig - -");
  expect(app.frameworks).toEqual(["zap"]);
  expect(runtimesOf(app)).toEqual(["zig 0.14.0 range build.zig.zon"]);
  expect(commandsOf(app)).toEqual({
    install: "zig build --fetch",
    format: "zig fmt --check .",
    test: "zig build test",
    build: "zig build",
    start: "zig build run",
  });
});

it("a pinned version stands before the oldest", () => {
  const app = detected(zigDetector, { "build.zig": BUILD, "build.zig.zon": ZON, ".tool-versions": "zig 0.14.1\n" });
  expect(runtimesOf(app)).toEqual(["zig 0.14.1 exact .tool-versions", "zig 0.14.0 range build.zig.zon"]);
});

it("a build without a step for tests has no command for them", () => {
  expect(detected(zigDetector, { "build.zig": "pub fn build() void {}\n" }).commands.test).toBeNull();
});

it("a program alone is Zig, with doubt", () => {
  const app = detected(zigDetector, { "main.zig": null });
  expect(app.evidence[0]?.confidence).toBe("medium");
  expect(app.commands.build).toBe("zig build-exe main.zig");
  expect(detectIn(zigDetector, { "src/main.zig": null }, "src")).toBeNull();
});
