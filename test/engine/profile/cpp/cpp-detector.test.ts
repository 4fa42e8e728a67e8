import { describe, expect, it } from "vitest";
import { cppDetector } from "../../../../worker/engine/profile/cpp/cpp-detector.ts";
import { commandsOf, detected, detectIn, managerOf, notesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const CMAKE = `cmake_minimum_required(VERSION 3.20)
project(shop VERSION 1.0 LANGUAGES C CXX)
# enable_testing()
add_executable(shop src/main.cpp)
`;
const BUILD = "cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build --parallel";

describe("CMake", () => {
  it("builds, and tests nothing where nothing is tested", () => {
    const app = detected(cppDetector, { "CMakeLists.txt": CMAKE, "src/main.cpp": null });
    expect(app.languages).toEqual(["cpp"]);
    expect(app.packageManager).toBeNull();
    expect(app.runtimes).toEqual([]);
    expect(commandsOf(app)).toEqual({ build: BUILD });
  });

  it.each<[string, Files, string[]]>([
    ["of the project's line", { "CMakeLists.txt": CMAKE }, ["cpp", "c"]],
    ["of the project's short line", { "CMakeLists.txt": "project(x C)\n" }, ["c"]],
    ["of its files", { "CMakeLists.txt": CMAKE, "a.c": null, "b.c": null }, ["c"]],
    ["of more files of one", { "CMakeLists.txt": CMAKE, "a.c": null, "lib/b.cc": null }, ["cpp", "c"]],
    ["that nothing tells", { "CMakeLists.txt": "project(x)\n" }, ["cpp"]],
  ])("has the languages %s", (_, files, languages) => {
    expect(detected(cppDetector, files).languages).toEqual(languages);
  });

  it.each<[string, Files, string]>([
    ["in the root", { "CMakeLists.txt": `${CMAKE}enable_testing()\n` }, "CMakeLists.txt"],
    ["through CTest", { "CMakeLists.txt": `${CMAKE}include(CTest)\n` }, "CMakeLists.txt"],
    [
      "below",
      { "CMakeLists.txt": CMAKE, "test/CMakeLists.txt": "gtest_discover_tests(shop_test)\n" },
      "test/CMakeLists.txt",
    ],
  ])("tests what is declared %s", (_, files, path) => {
    const app = detected(cppDetector, files);
    expect(app.commands.test).toBe("ctest --test-dir build --output-on-failure");
    expect(app.evidence.find(({ about }) => about === "test")?.path).toBe(path);
  });

  it.each<[string, string, string]>([
    [
      "the only preset",
      '{"configurePresets":[{"name":"base","hidden":true},{"name":"ci","binaryDir":"${sourceDir}/out/${presetName}"}]}',
      "cmake --preset ci && cmake --build out/ci --parallel",
    ],
    ["no preset of several", '{"configurePresets":[{"name":"a","binaryDir":"a"},{"name":"b","binaryDir":"b"}]}', BUILD],
    ["no preset without a folder", '{"configurePresets":[{"name":"a"}]}', BUILD],
    ["no preset that is a command", '{"configurePresets":[{"name":"a; rm -rf /","binaryDir":"b"}]}', BUILD],
    ["no broken file", "{", BUILD],
  ])("uses %s", (_, presets, build) => {
    expect(detected(cppDetector, { "CMakeLists.txt": CMAKE, "CMakePresets.json": presets }).commands.build).toBe(build);
  });

  it("is one component with its folders", () => {
    const files = { "CMakeLists.txt": CMAKE, "lib/CMakeLists.txt": "add_library(x)\n", "lib/x.cpp": null };
    expect(detected(cppDetector, files).members).toEqual(["lib"]);
    expect(detectIn(cppDetector, files, "lib")).toBeNull();
  });

  it("without a command is told", () => {
    expect(notesOf(detected(cppDetector, { "CMakeLists.txt": "<<<<<<<\n" }))).toEqual([
      "manifest_unreadable CMakeLists.txt",
    ]);
  });
});

describe("packages", () => {
  it("of Conan", () => {
    const app = detected(cppDetector, {
      "CMakeLists.txt": CMAKE,
      "conanfile.txt": "[requires]\nfmt/11.0.2\n",
      "conan.lock": null,
    });
    expect(managerOf(app)).toBe("conan - conan.lock");
    expect(commandsOf(app)).toEqual({
      install: "conan profile detect --exist-ok && conan install . --output-folder=build --build=missing",
      build: `cmake -B build -DCMAKE_BUILD_TYPE=Release -DCMAKE_TOOLCHAIN_FILE=build/conan_toolchain.cmake && cmake --build build --parallel`,
    });
    expect(notesOf(app)).toEqual(["uncertain conanfile.txt"]);
  });

  it("of Conan with its layout", () => {
    const app = detected(cppDetector, {
      "CMakeLists.txt": CMAKE,
      "conanfile.py": "def layout(self):\n    cmake_layout(self)\n",
    });
    expect(app.commands.build).toBe("cmake --preset conan-release && cmake --build build/Release --parallel");
  });

  it("of vcpkg", () => {
    const app = detected(cppDetector, { "CMakeLists.txt": CMAKE, "vcpkg.json": '{"dependencies":["fmt"]}' });
    expect(managerOf(app)).toBe("vcpkg - -");
    expect(app.commands.build).toContain("vcpkg.cmake");
  });
});

describe("other builds", () => {
  it.each<[string, Files, object]>([
    [
      "Meson",
      { "meson.build": "project('x', ['c', 'cpp'])\nexe = executable('x', 'x.c')\ntest('basic', exe)\n" },
      {
        build: "meson setup build && meson compile -C build",
        test: "meson test -C build --print-errorlogs",
      },
    ],
    [
      "Meson without tests",
      { "meson.build": "project('x', 'c')\n" },
      { build: "meson setup build && meson compile -C build" },
    ],
    [
      "Make",
      { Makefile: "CC := gcc\nall: x\n\ncheck: x\n\t./x --self-test\n", "x.c": null },
      { build: "make", test: "make check" },
    ],
    ["Make without tests", { Makefile: "test := 1\nall:\n", "src/x.cc": null }, { build: "make" }],
    [
      "Autotools",
      { "configure.ac": null, "Makefile.am": null, "src/x.c": null },
      {
        build: "autoreconf --install && ./configure && make",
        test: "make check",
      },
    ],
  ])("%s", (_, files, commands) => {
    expect(commandsOf(detected(cppDetector, files))).toEqual(commands);
  });

  const STYLED = { "meson.build": "project('x', 'c')\n", ".clang-format": null };

  it.each<[string, Files, string | undefined]>([
    ["nothing runs the formatter", {}, undefined],
    [
      "a workflow fails on it",
      {
        ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: clang-format-18 --dry-run -Werror src/*.c\n",
      },
      "git ls-files '*.c' '*.cc' '*.cpp' '*.h' '*.hpp' | xargs -r clang-format --dry-run --Werror",
    ],
    [
      "a workflow only says so in a comment",
      { ".github/workflows/ci.yml": "jobs:\n  # clang-format --dry-run\n" },
      undefined,
    ],
    ["a target rewrites the files", { Makefile: "format:\n\tclang-format -i *.c\n" }, undefined],
    [
      "only changed lines are looked at",
      { ".gitlab-ci.yml": "a:\n  script: git clang-format --diff -n main\n" },
      undefined,
    ],
    ["a target checks it", { Makefile: "check-format:\n\t./style.sh\n" }, "make check-format"],
  ])("check the format where %s", (_, files, format) => {
    expect(commandsOf(detected(cppDetector, { ...STYLED, ...files })).format).toBe(format);
  });

  it.each<[string, Files, string]>([
    [
      "a makefile that calls those of its folders",
      {
        Makefile: "lib:\n\t$(MAKE) -C lib all\ntest:\n\t$(MAKE) -C tests\n",
        "lib/x.c": null,
        "lib/Makefile": "all:\n",
      },
      "make test",
    ],
    [
      "a library that Swift can use too",
      {
        Makefile: "lib:\n\t$(MAKE) -C lib\ncheck:\n",
        "lib/x.c": null,
        "Package.swift": "// swift-tools-version:5.0\n",
      },
      "make check",
    ],
    ["Autotools of several folders", { "configure.ac": null, "Makefile.am": null, "core/x.c": null }, "make check"],
  ])("are built from the root with %s", (_, files, test) => {
    const app = detected(cppDetector, files);
    expect([app.language, app.commands.test]).toEqual(["c", test]);
  });
});

describe("libraries of the system", () => {
  it.each<[string, Files, string | null]>([
    ["Meson", { "meson.build": "project('x', 'c')\nglib = dependency('glib-2.0', version: '>= 2.70')\n" }, "glib-2.0"],
    ["CMake", { "CMakeLists.txt": `${CMAKE}find_package(Freetype 2.8 REQUIRED)\n` }, "Freetype"],
    ["Autotools", { "configure.ac": "PKG_CHECK_MODULES([DBUS], [dbus-1 >= 1.6])\n", "x.c": null }, "dbus-1"],
    ["what is not needed", { "meson.build": "project('x', 'c')\ndependency('cairo', required: false)\n" }, null],
    ["what a comment names", { "CMakeLists.txt": `${CMAKE}# find_package(Boost REQUIRED)\n` }, null],
    ["what compilers bring", { "CMakeLists.txt": `${CMAKE}find_package(Threads REQUIRED)\n` }, null],
    [
      "what a package manager brings",
      { "CMakeLists.txt": `${CMAKE}find_package(fmt REQUIRED)\n`, "vcpkg.json": "{}" },
      null,
    ],
  ])("are told for %s", (_, files, library) => {
    const told = detected(cppDetector, files).notes.flatMap(
      ({ detail }) => /libraries of the system \(([^)]*)\)/.exec(detail)?.[1] ?? [],
    );
    expect(told).toEqual(library === null ? [] : [library]);
  });
});

describe("what is none", () => {
  it.each<[string, Files, string]>([
    ["a Makefile that runs tasks", { Makefile: "test:\n\tgo test ./...\n", "go.mod": "" }, "."],
    ["a Makefile beside another language's C", { Makefile: "all:\n", "package.json": "{}", "src/addon.cc": null }, "."],
    [
      "an extension of Python",
      { "CMakeLists.txt": CMAKE, "pyproject.toml": '[build-system]\nrequires = ["scikit-build-core"]\n' },
      ".",
    ],
    ["a runner of Flutter", { "pubspec.yaml": "", "linux/CMakeLists.txt": CMAKE }, "linux"],
    ["native code of Android", { "app/src/main/cpp/CMakeLists.txt": CMAKE }, "app/src/main/cpp"],
  ])("%s", (_, files, path) => {
    expect(detectIn(cppDetector, files, path)).toBeNull();
  });
});
