import { describe, expect, it } from "vitest";
import { cleanText } from "../../../worker/engine/redact/clean-text.ts";
import { isDeniedPath } from "../../../worker/engine/redact/denied-path.ts";

describe("isDeniedPath", () => {
  it.each([
    ".env",
    ".env.production",
    "apps/web/.env.local",
    "deploy/prod.pem",
    "tls/server.key",
    "cert.p12",
    "cert.pfx",
    "release.keystore",
    "release.jks",
    "id_rsa",
    "keys/id_ed25519",
    "infra/terraform.tfstate",
    "infra/terraform.tfstate.backup",
    ".npmrc",
    ".pypirc",
    ".netrc",
    "kubeconfig",
    "ops/kubeconfig.yaml",
    "credentials.json",
    "credentials",
    "data/app.sqlite",
    ".aws/config",
    ".ssh/config",
    ".docker/config.json",
    "secrets.yaml",
    "prod.tfvars",
    "Deploy/PROD.PEM",
  ])("denies %s", (path) => {
    expect(isDeniedPath(path)).toBe(true);
  });

  it.each([
    ".env.example",
    ".env.sample",
    ".github/workflows/ci.yml",
    "package.json",
    "Dockerfile",
    "src/environment.ts",
    "src/keyboard.ts",
    "docs/credentials-guide/index.md",
    "scripts/id.sh",
    "monkey.js",
    ".gitlab-ci.yml",
    "main.tf",
  ])("lets %s through", (path) => {
    expect(isDeniedPath(path)).toBe(false);
  });
});

describe("cleanText", () => {
  it.each([
    ["bidirectional controls", "a\u202eb\u2066c\u2069", "abc", 3],
    ["zero-width characters", "a\u200bb\u200d\ufeffc", "abc", 3],
    ["tag characters", "a\u{e0049}\u{e0067}\u{e007f}b", "ab", 3],
    ["variation selectors in rows", "a\u{e0100}\u{e0101}\ufe01b", "ab", 3],
    ["control characters", "a\u0000\u001b[31mb\u0085", "a[31mb", 3],
    ["a carriage return inside a line", "a\rb\r\nc", "ab\r\nc", 1],
    ["soft hyphens and fillers", "a\u00ad\u3164\u115fb", "ab", 3],
  ])("removes %s", (_what, text, cleaned, removed) => {
    expect(cleanText(text)).toEqual({ text: cleaned, removed });
  });

  it.each(["plain\ttext\r\nof two lines\n", "café — naïve ✅ ❤️", "日本語", "⟦REDACTED:x:1⟧"])("leaves %s", (text) => {
    expect(cleanText(text)).toEqual({ text, removed: 0 });
  });
});
