import { describe, expect, it } from "vitest";
import { dotnetDetector } from "../../../../worker/engine/profile/dotnet/dotnet-detector.ts";
import { commandsOf, detected, detectIn, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

function project(inner: string, sdk = "Microsoft.NET.Sdk"): string {
  return `\ufeff<Project Sdk="${sdk}">\r\n  <PropertyGroup>\r\n${inner}\r\n  </PropertyGroup>\r\n</Project>\r\n`;
}

function withPackages(names: readonly string[], sdk = "Microsoft.NET.Sdk"): string {
  const references = names.map((name) => `    <PackageReference Include="${name}" Version="1.0.0" />`);
  return `<Project Sdk="${sdk}">
  <PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup>
  <!-- <ItemGroup><PackageReference Include="Npgsql" /></ItemGroup> -->
  <ItemGroup>
${references.join("\n")}
  </ItemGroup>
</Project>
`;
}

const TESTS = withPackages(["Microsoft.NET.Test.Sdk", "xunit"]);
const solution = (...paths: readonly string[]): string =>
  `\r\nMicrosoft Visual Studio Solution File, Format Version 12.00\r\nProject("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{1}"\r\nEndProject\r\n${paths
    .map((path) => `Project("{FAE04EC0}") = "X", "${path}", "{2}"\r\nEndProject\r\n`)
    .join("")}`;

const SHOP: Files = {
  "Shop.sln": solution(
    "src\\Shop.Api\\Shop.Api.csproj",
    "src\\Shop.Core\\Shop.Core.csproj",
    "tests\\Shop.Tests\\Shop.Tests.csproj",
  ),
  "global.json": '{\n  "sdk": {\n    "version": "9.0.305",\n    "rollForward": "latestFeature"\n  }\n}\n',
  ".editorconfig": null,
  ".github/workflows/ci.yml": "jobs:\n  style:\n    steps:\n      - run: dotnet format --verify-no-changes\n",
  "src/Shop.Api/Shop.Api.csproj": withPackages(
    ["Npgsql.EntityFrameworkCore.PostgreSQL", "StackExchange.Redis"],
    "Microsoft.NET.Sdk.Web",
  ),
  "src/Shop.Core/Shop.Core.csproj": project("<TargetFramework>netstandard2.0</TargetFramework>"),
  "tests/Shop.Tests/Shop.Tests.csproj": TESTS,
};

describe("a solution", () => {
  const shop = detected(dotnetDetector, SHOP);

  it("is one component of its projects", () => {
    expect(shop.language).toBe("csharp");
    expect(managerOf(shop)).toBe("nuget - -");
    expect(shop.frameworks).toEqual(["aspnet"]);
    expect(servicesOf(shop)).toEqual(["postgres", "redis"]);
    expect(runtimesOf(shop)).toEqual(["dotnet 9.0.305 exact global.json"]);
    expect(shop.monorepo).toEqual({ tool: "dotnet", packages: ["src/Shop.Api", "src/Shop.Core", "tests/Shop.Tests"] });
    expect(shop.members).toEqual(["src/Shop.Api", "src/Shop.Core", "tests/Shop.Tests"]);
  });

  it("is checked as a whole", () => {
    expect(commandsOf(shop)).toEqual({
      install: "dotnet restore",
      format: "dotnet format --verify-no-changes --no-restore",
      test: "dotnet test -c Release --no-restore",
      build: "dotnet build -c Release --no-restore",
      start: "dotnet run --project src/Shop.Api/Shop.Api.csproj -c Release",
    });
  });

  it("says where it read what", () => {
    const lines = shop.evidence.map(({ about, value, path, line }) => `${about} ${value} ${path}:${line}`);
    expect(lines).toContain("runtime dotnet 9.0.305 global.json:3");
    expect(lines).toContain("service postgres src/Shop.Api/Shop.Api.csproj:5");
    expect(lines).toContain("framework aspnet src/Shop.Api/Shop.Api.csproj:1");
  });

  it("of one program and its tests is no monorepo, but has both", () => {
    const files = {
      "App.slnx":
        '<Solution>\n  <Project Path="App/App.csproj" />\n  <Folder Name="/t/"><Project Type="x" Path="App.Tests/App.Tests.csproj" /></Folder>\n</Solution>\n',
      "App/App.csproj": project("<OutputType>Exe</OutputType>"),
      "App.Tests/App.Tests.csproj": TESTS,
    };
    const app = detected(dotnetDetector, files);
    expect(app.monorepo).toBeNull();
    expect(app.members).toEqual(["App", "App.Tests"]);
    expect(app.commands.test).toBe("dotnet test -c Release --no-restore");
  });

  it("in a folder reaches projects beside it, and starts only what is below", () => {
    const files = {
      "build/App.sln": solution("..\\src\\App.csproj"),
      "src/App.csproj": project("<OutputType>Exe</OutputType>"),
    };
    const app = detected(dotnetDetector, files, "build");
    expect(app.members).toEqual(["src"]);
    expect(app.commands.start).toBeNull();
  });
});

describe("projects", () => {
  it.each<[string, Files, { language: string; runtimes: string[]; start: string | null }]>([
    [
      "C#",
      { "App.csproj": project("<TargetFramework>net8.0</TargetFramework><OutputType>Exe</OutputType>") },
      { language: "csharp", runtimes: ["dotnet 8.0 exact App.csproj"], start: "dotnet run -c Release" },
    ],
    [
      "F#",
      { "App.fsproj": project("<TargetFramework>net10.0</TargetFramework>") },
      { language: "fsharp", runtimes: ["dotnet 10.0 exact App.fsproj"], start: null },
    ],
    [
      "Visual Basic",
      { "App.vbproj": project("<TargetFramework>netcoreapp3.1</TargetFramework>") },
      { language: "vb", runtimes: ["dotnet 3.1 exact App.vbproj"], start: null },
    ],
    [
      "several frameworks",
      { "Lib.csproj": project("<TargetFrameworks>netstandard2.0;net8.0;net9.0</TargetFrameworks>") },
      { language: "csharp", runtimes: ["dotnet 9.0 exact Lib.csproj", "dotnet 8.0 exact Lib.csproj"], start: null },
    ],
    [
      "a framework from above",
      {
        "App.csproj": project("<OutputType>Exe</OutputType>"),
        "Directory.Build.props":
          "<Project><PropertyGroup><Tfm>net9.0</Tfm><TargetFramework>$(Tfm)</TargetFramework></PropertyGroup></Project>",
      },
      { language: "csharp", runtimes: ["dotnet 9.0 exact Directory.Build.props"], start: "dotnet run -c Release" },
    ],
    [
      "a property that nobody defines",
      { "App.csproj": project("<TargetFramework>$(Tfm)</TargetFramework>") },
      { language: "csharp", runtimes: [], start: null },
    ],
    [
      "an image",
      { "App.csproj": project(""), Dockerfile: "FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\n" },
      { language: "csharp", runtimes: ["dotnet 8.0 exact Dockerfile"], start: null },
    ],
    [
      "tests for an older framework than the SDK",
      {
        "App.Tests.csproj": project("<TargetFramework>net8.0</TargetFramework>"),
        "global.json": '{"sdk":{"version":"9.0.100"}}',
      },
      {
        language: "csharp",
        runtimes: ["dotnet 9.0.100 exact global.json", "dotnet 8.0 exact App.Tests.csproj"],
        start: null,
      },
    ],
  ])("%s", (_, files, { language, runtimes, start }) => {
    const app = detected(dotnetDetector, files);
    expect(app.language).toBe(language);
    expect(runtimesOf(app)).toEqual(runtimes);
    expect(app.commands.start).toBe(start);
  });

  it.each<[string, string, string[]]>([
    ["ASP.NET", project("", "Microsoft.NET.Sdk.Web"), ["aspnet"]],
    ["Blazor in the browser", project("", "Microsoft.NET.Sdk.BlazorWebAssembly"), ["blazor"]],
    ["an SDK with its version", project("", "Microsoft.NET.Sdk.Web/10.0.100"), ["aspnet"]],
    ["a worker", project("", "Microsoft.NET.Sdk.Worker"), ["worker"]],
    [
      "a framework by reference",
      '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup></Project>',
      ["aspnet"],
    ],
    ["MAUI", project("<UseMaui>true</UseMaui>"), ["maui"]],
    ["WPF", project("<UseWPF>true</UseWPF>"), ["wpf"]],
    ["a switch that is off", project("<UseWPF>false</UseWPF>"), []],
    ["Giraffe on ASP.NET", withPackages(["Giraffe"], "Microsoft.NET.Sdk.Web"), ["giraffe", "aspnet"]],
  ])("frameworks: %s", (_, text, frameworks) => {
    expect(detected(dotnetDetector, { "App.csproj": text }).frameworks).toEqual(frameworks);
  });

  it("with pages of Blazor on a server have both", () => {
    const files = { "App.csproj": project("", "Microsoft.NET.Sdk.Web"), "Components/Home.razor": null };
    expect(detected(dotnetDetector, files).frameworks).toEqual(["aspnet", "blazor"]);
  });

  it("without a solution are tested by what refers to them", () => {
    const reference =
      '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="NUnit" /><ProjectReference Include="..\\..\\src\\App\\App.csproj" /></ItemGroup></Project>';
    const files = {
      "src/App/App.csproj": project("<OutputType>Exe</OutputType>"),
      "tests/AppChecks/AppChecks.csproj": reference,
    };
    const app = detected(dotnetDetector, files, "src/App");
    expect(app.commands.test).toBe("dotnet test ../../tests/AppChecks/AppChecks.csproj -c Release");
    expect(app.members).toEqual(["tests/AppChecks"]);
  });
});

describe("commands", () => {
  const app = project("<TargetFramework>net9.0</TargetFramework>");
  it.each<[string, Files, object]>([
    ["locked", { "App.csproj": app, "packages.lock.json": null }, { install: "dotnet restore --locked-mode" }],
    ["locked in part", { ...SHOP, "src/Shop.Api/packages.lock.json": null }, { install: "dotnet restore" }],
    [
      "two solutions",
      { "A.sln": solution("App\\App.csproj"), "B.sln": "", "App/App.csproj": app },
      { install: "dotnet restore A.sln", build: "dotnet build A.sln -c Release --no-restore" },
    ],
    [
      "a solution beside its project",
      { "My App.sln": solution("App.csproj"), "App.csproj": app },
      { install: 'dotnet restore "My App.sln"' },
    ],
    ["no tests", { "App.csproj": app }, { test: null, format: null }],
    [
      "csharpier",
      {
        "App.csproj": app,
        ".config/dotnet-tools.json": '{"version":1,"tools":{"csharpier":{"version":"1.1.2","commands":["csharpier"]}}}',
      },
      { install: "dotnet tool restore && dotnet restore", format: "dotnet csharpier check ." },
    ],
    [
      "csharpier of old",
      { "App.csproj": app, ".config/dotnet-tools.json": '{"tools":{"csharpier":{"version":"0.30.1"}}}' },
      { format: "dotnet csharpier --check ." },
    ],
    [
      "fantomas",
      {
        "App.fsproj": app,
        ".editorconfig": null,
        ".config/dotnet-tools.json": '{"tools":{"fantomas":{"version":"7.0.0"}}}',
      },
      { format: "dotnet fantomas --check ." },
    ],
    ["a style for editors alone", { "App.csproj": app, ".editorconfig": null }, { format: null }],
    ["F# has no `dotnet format`", { "App.fsproj": app, Makefile: "format:\n\tdotnet format\n" }, { format: null }],
    [
      "the new runner of tests",
      {
        "A.sln": solution("T\\T.csproj"),
        "B.sln": "",
        "T/T.csproj": withPackages(["TUnit"]),
        "global.json": '{"test":{"runner":"Microsoft.Testing.Platform"}}',
      },
      { test: "dotnet test --solution A.sln -c Release --no-restore" },
    ],
  ])("%s", (_, files, commands) => {
    expect(detected(dotnetDetector, files).commands).toMatchObject(commands);
  });
});

describe("services", () => {
  it.each<[string, string[], string[]]>([
    ["a driver in a comment", [], []],
    ["sqlserver", ["Microsoft.Data.SqlClient"], ["sqlserver"]],
    ["containers of the tests", ["Npgsql", "Testcontainers.PostgreSql"], []],
    ["a database in memory", ["Npgsql", "StackExchange.Redis", "Microsoft.EntityFrameworkCore.InMemory"], ["redis"]],
  ])("%s", (_, packages, services) => {
    expect(servicesOf(detected(dotnetDetector, { "App.csproj": withPackages(packages) }))).toEqual(services);
  });
});

describe("what must be known", () => {
  it.each<[string, Files, string[]]>([
    ["a broken project", { "App.csproj": "<Project><PropertyGroup>" }, ["manifest_unreadable App.csproj"]],
    ["an empty project", { "App.csproj": "" }, ["manifest_unreadable App.csproj"]],
    [
      "Windows",
      { "App.csproj": project("<TargetFramework>net9.0-windows</TargetFramework>") },
      ["uncertain App.csproj"],
    ],
    [
      "the old framework",
      {
        "App.csproj":
          "<Project><PropertyGroup><TargetFrameworkVersion>v4.8</TargetFrameworkVersion></PropertyGroup></Project>",
      },
      ["uncertain App.csproj"],
    ],
    ["MAUI", { "App.csproj": project("<UseMaui>true</UseMaui>") }, ["uncertain App.csproj"]],
  ])("%s", (_, files, notes) => {
    const app = detected(dotnetDetector, files);
    expect(notesOf(app)).toEqual(notes);
    expect(app.commands.install).not.toBeNull();
  });

  it.each([
    ["nothing", ""],
    ["C++ alone", solution("App\\App.vcxproj")],
  ])("a solution of %s is none of it", (_, text) => {
    expect(detectIn(dotnetDetector, { "App.sln": text, "App/App.vcxproj": null })).toBeNull();
  });

  it("other files are none of it", () => {
    expect(detectIn(dotnetDetector, { "global.json": "{}", "src/App.csproj": "" })).toBeNull();
  });
});
