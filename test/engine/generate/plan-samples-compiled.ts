import { component, evidence, exact, manager, range } from "./plan-profiles.ts";
import type { Sample } from "./plan-samples.ts";

export const COMPILED_SAMPLES: readonly Sample[] = [
  {
    name: "a Go module on a supported line",
    component: component({
      ecosystem: "go",
      packageManager: manager("go", "go.sum"),
      runtimes: [range("go", "1.25.1", "go.mod")],
      commands: {
        install: "go mod download",
        format: 'test -z "$(gofmt -l .)"',
        lint: "golangci-lint run",
        test: "go test -race ./...",
        build: "go build ./...",
      },
    }),
    jobs: {
      ci: [
        ["go go.mod", "golangci-lint 2.14.0"],
        ['test -z "$(gofmt -l .)"', "go mod download", "golangci-lint run", "go build ./...", "go test -race ./..."],
      ],
    },
  },
  {
    name: "a Go module on a line that has ended",
    component: component({
      ecosystem: "go",
      packageManager: manager("go", "go.sum"),
      runtimes: [range("go", "1.21", "go.mod")],
      commands: { test: "go test ./..." },
    }),
    jobs: { test: [["go 1.26"], ["go test ./..."]] },
  },
  {
    name: "Maven by its wrapper",
    component: component({
      ecosystem: "java",
      language: "java",
      packageManager: manager("maven", null),
      runtimes: [range("java", "17", "pom.xml")],
      frameworks: ["spring-boot"],
      evidence: [evidence("package_manager", "maven", "pom.xml")],
      commands: { test: "./mvnw -B -ntp verify", build: "./mvnw -B -ntp package -DskipTests" },
    }),
    jobs: { test: [["java 17"], ["./mvnw -B -ntp package -DskipTests", "./mvnw -B -ntp verify"]] },
  },
  {
    name: "Gradle by its wrapper, in Kotlin",
    component: component({
      ecosystem: "java",
      language: "kotlin",
      packageManager: manager("gradle", null),
      runtimes: [exact("java", "21.0.2-tem", ".sdkmanrc")],
      commands: { lint: "./gradlew ktlintCheck", test: "./gradlew test" },
    }),
    jobs: {
      lint: [["java .sdkmanrc"], ["./gradlew ktlintCheck"]],
      test: [["java .sdkmanrc"], ["./gradlew test"]],
    },
  },
  {
    name: "Maven and Java without a wrapper or a version",
    component: component({
      ecosystem: "java",
      packageManager: manager("maven", null),
      commands: { test: "mvn -B test" },
    }),
    jobs: { test: [["java 21", "maven"], ["mvn -B test"]] },
  },
  {
    name: "Rust with the least version that it promises",
    component: component({
      ecosystem: "rust",
      packageManager: manager("cargo", "Cargo.lock"),
      runtimes: [range("rust", "1.85", "Cargo.toml")],
      commands: {
        format: "cargo fmt --all --check",
        lint: "cargo clippy --locked --all-targets -- -D warnings",
        test: "cargo test --locked",
        build: "cargo build --release --locked",
      },
    }),
    jobs: {
      check: [
        ["rust +clippy +rustfmt"],
        ["cargo fmt --all --check", "cargo clippy --locked --all-targets -- -D warnings"],
      ],
      test: [["rust matrix"], ["cargo test --locked"]],
      build: [["rust"], ["cargo build --release --locked"]],
    },
  },
  {
    name: "Rust with a toolchain file",
    component: component({
      ecosystem: "rust",
      packageManager: manager("cargo", "Cargo.lock"),
      runtimes: [exact("rust", "1.90.0", "rust-toolchain.toml"), range("rust", "1.85", "Cargo.toml")],
      commands: { test: "cargo test --locked" },
    }),
    jobs: { test: [["rust rust-toolchain.toml"], ["cargo test --locked"]] },
  },
  {
    name: ".NET, whose tests use the build",
    component: component({
      ecosystem: "dotnet",
      language: "csharp",
      packageManager: manager("nuget", null),
      runtimes: [exact("dotnet", "net10.0", "src/App.csproj")],
      commands: {
        install: "dotnet restore",
        format: "dotnet format --verify-no-changes",
        build: "dotnet build -c Release --no-restore",
        test: "dotnet test -c Release --no-build",
      },
    }),
    jobs: {
      format: [["dotnet 10.0"], ["dotnet restore", "dotnet format --verify-no-changes"]],
      test: [
        ["dotnet 10.0"],
        ["dotnet restore", "dotnet build -c Release --no-restore", "dotnet test -c Release --no-build"],
      ],
    },
  },
  {
    name: ".NET of global.json",
    component: component({
      ecosystem: "dotnet",
      packageManager: manager("nuget", "packages.lock.json"),
      runtimes: [exact("dotnet", "10.0.100", "global.json")],
      commands: { install: "dotnet restore --locked-mode", test: "dotnet test" },
    }),
    jobs: { test: [["dotnet global.json"], ["dotnet restore --locked-mode", "dotnet test"]] },
  },
  {
    name: "Swift",
    component: component({
      ecosystem: "swift",
      packageManager: manager("swiftpm", "Package.resolved"),
      runtimes: [exact("swift", "6.1", ".swift-version")],
      commands: { lint: "swift format lint --recursive .", test: "swift test", build: "swift build -c release" },
    }),
    jobs: {
      lint: [["swift .swift-version"], ["swift format lint --recursive ."]],
      test: [["swift .swift-version"], ["swift test"]],
      build: [["swift .swift-version"], ["swift build -c release"]],
    },
  },
  {
    name: "C++ with CMake",
    component: component({
      ecosystem: "cpp",
      commands: {
        build: "cmake -B build && cmake --build build",
        test: "ctest --test-dir build --output-on-failure",
      },
    }),
    jobs: {
      test: [["cpp"], ["cmake -B build && cmake --build build", "ctest --test-dir build --output-on-failure"]],
    },
  },
];
