import type { Sample } from "../sample.ts";

/** A Go service whose workflow tests another Go version than `go.mod` asks for. */
export const edgeProxy: Sample = {
  owner: "acme",
  name: "edge-proxy",
  description: "Reverse proxy with limits per client and retries",
  topics: ["go", "proxy"],
  authors: ["Luis Ferreira <luis@example.com>", "Mira Okafor <mira@example.com>"],
  startAt: "2026-01-12T09:00:00Z",
  commits: [
    { message: "Start the proxy", add: ["go.mod", "go.sum", "README.md", ".gitignore"] },
    { message: "Forward requests", add: ["internal/proxy/proxy.go"] },
    { message: "Listen", add: ["cmd/edge-proxy/main.go"] },
    { message: "Build and test with make", add: ["Makefile"] },
    { message: "Limit requests per client", by: 1, add: ["internal/limit/limit.go"] },
    { message: "Test the limit", by: 1, add: ["internal/limit/limit_test.go"] },
    { message: "Test that only safe requests are repeated", add: ["internal/proxy/proxy_test.go"] },
    { message: "Check every push", add: [".github/workflows/go.yml"] },
    { message: "Find races in tests", edits: [["Makefile", "go test -coverprofile", "go test -race -coverprofile"]] },
    {
      message: "Repeat three times",
      edits: [["internal/proxy/proxy.go", "maxAttempts = 2", "maxAttempts = 3"]],
      tag: "v0.1.0",
    },
    { message: "Ship a distroless image", by: 1, add: ["Dockerfile"] },
    {
      message: "Give workflows read access only",
      edits: [[".github/workflows/go.yml", "", "permissions:\n  contents: read\n\n"]],
    },
    {
      message: "Wait five seconds for headers",
      edits: [["cmd/edge-proxy/main.go", "ReadHeaderTimeout: 30 * time.Second", "ReadHeaderTimeout: 5 * time.Second"]],
    },
    { message: "Allow 20 requests a second", by: 1, edits: [["cmd/edge-proxy/main.go", '"rate", 10', '"rate", 20']] },
    {
      message: "Move to Go 1.24",
      edits: [
        ["go.mod", "go 1.22.0", "go 1.24.0"],
        ["Dockerfile", "golang:1.22", "golang:1.24"],
      ],
    },
    {
      message: "Say when to come back",
      by: 1,
      edits: [["internal/limit/limit.go", "", '\t\t\tw.Header().Set("Retry-After", "1")\n']],
    },
    {
      message: "Read the listen address from a flag",
      edits: [["cmd/edge-proxy/main.go", '"address to bind"', '"address to listen on"']],
    },
    {
      message: "Move to Go 1.25",
      edits: [
        ["go.mod", "go 1.24.0", "go 1.25.0"],
        ["Dockerfile", "golang:1.24", "golang:1.25"],
      ],
      tag: "v0.2.0",
    },
    {
      message: "Use the current checkout action",
      by: 1,
      edits: [[".github/workflows/go.yml", "actions/checkout@v4", "actions/checkout@v7"]],
    },
    { message: "Trim paths from the binary", edits: [["Makefile", "go build -o", "go build -trimpath -o"]] },
  ],
};
