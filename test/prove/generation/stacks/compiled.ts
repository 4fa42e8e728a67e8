import type { Stack } from "./stack.ts";

/** Go, Rust, the JVM, .NET, C and C++, Swift. */
export const COMPILED: readonly Stack[] = [
  {
    name: "go: a Gin service",
    files: {
      "go.mod":
        "module example.com/gateway\n\ngo 1.25\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.1\n\tgithub.com/redis/go-redis/v9 v9.11.0\n)\n",
      "go.sum": null,
      ".golangci.yml": 'version: "2"\n',
      "main.go": 'package main\n\nimport "github.com/gin-gonic/gin"\n\nfunc main() { gin.Default().Run() }\n',
      "main_test.go": null,
    },
    expected: { language: "go", packageManager: "go", runtime: "go 1.25", framework: "gin" },
  },
  {
    name: "rust: an Axum service",
    files: {
      "Cargo.toml":
        '[package]\nname = "relay"\nversion = "0.1.0"\nedition = "2024"\nrust-version = "1.88"\n\n[dependencies]\naxum = "0.8"\ntokio = { version = "1", features = ["full"] }\n',
      "Cargo.lock": null,
      "src/main.rs": null,
    },
    expected: { language: "rust", packageManager: "cargo", runtime: "rust 1.88", framework: "axum" },
  },
  {
    name: "maven: a Spring Boot service",
    files: {
      "pom.xml":
        "<project>\n  <parent>\n    <groupId>org.springframework.boot</groupId>\n    <artifactId>spring-boot-starter-parent</artifactId>\n    <version>3.5.3</version>\n  </parent>\n  <groupId>com.acme</groupId>\n  <artifactId>ledger</artifactId>\n  <version>1.0.0</version>\n  <properties>\n    <java.version>21</java.version>\n  </properties>\n  <dependencies>\n    <dependency>\n      <groupId>org.springframework.boot</groupId>\n      <artifactId>spring-boot-starter-web</artifactId>\n    </dependency>\n    <dependency>\n      <groupId>org.springframework.boot</groupId>\n      <artifactId>spring-boot-starter-test</artifactId>\n      <scope>test</scope>\n    </dependency>\n  </dependencies>\n</project>\n",
      mvnw: null,
      ".mvn/wrapper/maven-wrapper.properties":
        "distributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.11/apache-maven-3.9.11-bin.zip\n",
      "src/main/java/com/acme/Ledger.java": null,
      "src/test/java/com/acme/LedgerTest.java": null,
    },
    expected: { language: "java", packageManager: "maven", runtime: "java 21", framework: "spring-boot" },
  },
  {
    name: "gradle: a Ktor service in Kotlin",
    files: {
      "build.gradle.kts":
        'plugins {\n  kotlin("jvm") version "2.2.0"\n  id("io.ktor.plugin") version "3.2.1"\n}\n\nkotlin {\n  jvmToolchain(21)\n}\n\ndependencies {\n  implementation("io.ktor:ktor-server-core:3.2.1")\n  testImplementation(kotlin("test"))\n}\n',
      "settings.gradle.kts": 'rootProject.name = "pulse"\n',
      gradlew: null,
      "gradle/wrapper/gradle-wrapper.jar": null,
      "gradle/wrapper/gradle-wrapper.properties":
        "distributionUrl=https\\://services.gradle.org/distributions/gradle-9.0.0-bin.zip\n",
      "src/main/kotlin/Main.kt": null,
      "src/test/kotlin/MainTest.kt": null,
    },
    expected: { language: "kotlin", packageManager: "gradle", runtime: "java 21", framework: "ktor" },
  },
  {
    name: ".NET: an ASP.NET service with tests",
    files: {
      "Shop.sln":
        'Microsoft Visual Studio Solution File, Format Version 12.00\nProject("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Shop", "src\\Shop\\Shop.csproj", "{1}"\nEndProject\nProject("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Shop.Tests", "test\\Shop.Tests\\Shop.Tests.csproj", "{2}"\nEndProject\n',
      "global.json": '{ "sdk": { "version": "10.0.100" } }\n',
      "src/Shop/Shop.csproj":
        '<Project Sdk="Microsoft.NET.Sdk.Web">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n',
      "test/Shop.Tests/Shop.Tests.csproj":
        '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.0" />\n    <PackageReference Include="xunit" Version="2.9.3" />\n    <ProjectReference Include="../../src/Shop/Shop.csproj" />\n  </ItemGroup>\n</Project>\n',
      "src/Shop/Program.cs": null,
    },
    expected: { language: "csharp", packageManager: "nuget", runtime: "dotnet 10", framework: "aspnet" },
  },
  {
    name: "C++: a library with CMake",
    files: {
      "CMakeLists.txt":
        "cmake_minimum_required(VERSION 3.25)\nproject(shapes LANGUAGES CXX)\nenable_testing()\nadd_library(shapes src/shapes.cpp)\nadd_executable(shapes_test test/shapes_test.cpp)\ntarget_link_libraries(shapes_test shapes)\nadd_test(NAME shapes_test COMMAND shapes_test)\n",
      "src/shapes.cpp": null,
      "test/shapes_test.cpp": null,
    },
    expected: { language: "cpp", packageManager: null, runtime: null, framework: null },
  },
  {
    name: "swift: a Vapor service",
    files: {
      "Package.swift":
        '// swift-tools-version:6.0\nimport PackageDescription\nlet package = Package(name: "App", dependencies: [.package(url: "https://github.com/vapor/vapor.git", from: "4.115.0")], targets: [.executableTarget(name: "App"), .testTarget(name: "AppTests")])\n',
      "Package.resolved": null,
      "Sources/App/main.swift": null,
      "Tests/AppTests/AppTests.swift": null,
    },
    expected: { language: "swift", packageManager: "swiftpm", runtime: "swift 6.0", framework: "vapor" },
  },
];
