import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../worker/config.ts";

const STRONG = "9f2b7c41d8e05a63b1947fce20d86a35";
const key = (bytes: readonly number[]) => btoa(String.fromCharCode(...bytes));
const KEY = key(Array.from({ length: 32 }, (_, index) => (index * 37 + 11) % 256));

const APP_KEY = `-----BEGIN RSA PRIVATE KEY-----\n${"MIIE".repeat(200)}\n-----END RSA PRIVATE KEY-----\n`;

const production = {
  APP_ENV: "production",
  PUBLIC_URL: "https://ado.example.com/",
  GITHUB_API_URL: "https://github.example.com/api/v3/",
  GITHUB_WEB_URL: "https://github.example.com",
  GITHUB_CLIENT_ID: "Iv1.0123456789abcdef",
  GITHUB_CLIENT_SECRET: STRONG,
  SESSION_SECRET: STRONG,
  ENCRYPTION_KEYS: JSON.stringify({ k1: KEY }),
  ENCRYPTION_ACTIVE_KID: "k1",
};

describe("the configuration", () => {
  it("is read from a production deploy", () => {
    expect(readConfig(production)).toMatchObject({
      isLocal: false,
      isDemo: false,
      publicUrl: "https://ado.example.com",
      githubApiUrl: "https://github.example.com/api/v3",
      encryption: { activeKid: "k1" },
      metricsToken: undefined,
      rateLimitFactor: 1,
    });
  });

  it("has a GitHub App when its id and key are there, on one line too", () => {
    expect(readConfig(production).githubApp).toBeNull();
    expect(readConfig({ ...production, GITHUB_APP_ID: "", GITHUB_APP_PRIVATE_KEY: "" }).githubApp).toBeNull();
    for (const privateKey of [APP_KEY, APP_KEY.replaceAll("\n", "\\n")]) {
      const app = readConfig({ ...production, GITHUB_APP_ID: "7", GITHUB_APP_PRIVATE_KEY: privateKey }).githubApp;
      expect(app).toEqual({ id: 7, privateKey });
    }
  });

  it("is a demo when GitHub is on this machine", () => {
    expect(readConfig(env)).toMatchObject({ isLocal: true, isDemo: true });
  });

  it.each([
    ["a missing secret", { SESSION_SECRET: undefined }, "SESSION_SECRET"],
    ["a short secret", { SESSION_SECRET: STRONG.slice(1) }, "SESSION_SECRET"],
    ["a secret of one character", { SESSION_SECRET: "a".repeat(40) }, "SESSION_SECRET"],
    ["the demo's secret", { SESSION_SECRET: "local-demo-session-secret-0123456789abcdef" }, "SESSION_SECRET"],
    ["the demo's client secret", { GITHUB_CLIENT_SECRET: "local-demo-client-secret" }, "GITHUB_CLIENT_SECRET"],
    ["keys that are not JSON", { ENCRYPTION_KEYS: "k1=…" }, "ENCRYPTION_KEYS"],
    ["a key of 31 bytes", { ENCRYPTION_KEYS: JSON.stringify({ k1: key(Array(31).fill(7)) }) }, "ENCRYPTION_KEYS"],
    ["a key of zeros", { ENCRYPTION_KEYS: JSON.stringify({ k1: key(Array(32).fill(0)) }) }, "ENCRYPTION_KEYS"],
    [
      "the demo's key",
      { ENCRYPTION_KEYS: JSON.stringify({ k1: btoa("local-demo-encryption-key-32byte") }) },
      "ENCRYPTION_KEYS",
    ],
    ["an active key that is not there", { ENCRYPTION_ACTIVE_KID: "k2" }, "ENCRYPTION_ACTIVE_KID"],
    ["its own address without TLS", { PUBLIC_URL: "http://ado.example.com" }, "PUBLIC_URL"],
    ["a GitHub without TLS", { GITHUB_API_URL: "http://127.0.0.1:4010" }, "GITHUB_API_URL"],
    ["an address that is none", { GITHUB_WEB_URL: "javascript:alert(1)" }, "GITHUB_WEB_URL"],
    ["a GitHub address with a password", { GITHUB_API_URL: "https://a:b@api.github.com" }, "GITHUB_API_URL"],
    ["a GitHub address with a query", { GITHUB_API_URL: "https://api.github.com/?x=" }, "GITHUB_API_URL"],
    ["a GitHub address with a fragment", { GITHUB_WEB_URL: "https://github.com/#x" }, "GITHUB_WEB_URL"],
    ["a GitHub by a number", { GITHUB_API_URL: "https://10.0.0.8/api/v3" }, "GITHUB_API_URL"],
    ["the metadata service in one number", { GITHUB_API_URL: "https://2852039166" }, "GITHUB_API_URL"],
    ["the metadata service in hex", { OPENAI_BASE_URL: "https://0xa9fea9fe/v1" }, "OPENAI_BASE_URL"],
    ["the metadata service by name", { GEMINI_BASE_URL: "https://metadata.google.internal" }, "GEMINI_BASE_URL"],
    ["an IPv4 address as IPv6", { ANTHROPIC_BASE_URL: "https://[::ffff:169.254.169.254]" }, "ANTHROPIC_BASE_URL"],
    ["this machine with TLS", { GITHUB_WEB_URL: "https://localhost" }, "GITHUB_WEB_URL"],
    ["this machine with a dot", { GITHUB_WEB_URL: "https://localhost./" }, "GITHUB_WEB_URL"],
    ["a host of the network", { GITHUB_WEB_URL: "https://github" }, "GITHUB_WEB_URL"],
    ["an unknown environment", { APP_ENV: "staging" }, "APP_ENV"],
    ["a weak operator token", { METRICS_TOKEN: "metrics" }, "METRICS_TOKEN"],
    ["an App without its key", { GITHUB_APP_ID: "7" }, "GITHUB_APP_PRIVATE_KEY"],
    ["an App's key that is none", { GITHUB_APP_ID: "7", GITHUB_APP_PRIVATE_KEY: STRONG }, "GITHUB_APP_PRIVATE_KEY"],
    ["an App's key alone", { GITHUB_APP_PRIVATE_KEY: APP_KEY }, "GITHUB_APP_ID"],
    ["an App by its name", { GITHUB_APP_ID: "auditor", GITHUB_APP_PRIVATE_KEY: APP_KEY }, "GITHUB_APP_ID"],
    ["the demo's AI key", { GEMINI_API_KEY: "local-demo-gemini-key" }, "GEMINI_API_KEY"],
    ["an AI key that breaks headers", { OPENAI_API_KEY: `${STRONG}\r\nx: y` }, "OPENAI_API_KEY"],
    ["an AI provider without TLS", { GEMINI_BASE_URL: "http://ai.example.com" }, "GEMINI_BASE_URL"],
    ["an AI provider on this machine", { OPENAI_BASE_URL: "http://127.0.0.1:11434" }, "OPENAI_BASE_URL"],
    ["an AI address with a password", { ANTHROPIC_BASE_URL: "https://a:b@ai.example.com" }, "ANTHROPIC_BASE_URL"],
    ["an AI address with a query", { OPENAI_BASE_URL: "https://ai.example.com/v1?key=x" }, "OPENAI_BASE_URL"],
    ["a plan that is none", { GEMINI_PLAN: "gold" }, "GEMINI_PLAN"],
    ["AI models that are not JSON", { AI_MODELS: "gemini-3.8-flash" }, "AI_MODELS"],
    ["AI models of an unknown provider", { AI_MODELS: '{"gemni":{"usual":"x"}}' }, "AI_MODELS"],
    ["an AI model whose name is none", { AI_MODELS: '{"openai":{"usual":"../x y"}}' }, "AI_MODELS"],
    [
      "an AI model below price",
      { AI_MODELS: '{"openai":{"usual":{"id":"x","price":{"input":-1,"output":0}}}}' },
      "AI_MODELS",
    ],
  ])("refuses %s by the variable's name alone", (_name, change, variable) => {
    const message = `Bad configuration: ${variable}. Set these variables and deploy again.`;
    expect(() => readConfig({ ...production, ...change })).toThrow(new Error(message));
  });

  it("has no AI unless keys are there; what is empty is not there", () => {
    expect(readConfig({ ...production, GEMINI_API_KEY: "", AI_MODELS: "" }).ai).toEqual({
      gemini: { key: null, baseUrl: "https://generativelanguage.googleapis.com", plan: "free", models: {} },
      anthropic: { key: null, baseUrl: "https://api.anthropic.com", plan: "paid", models: {} },
      openai: { key: null, baseUrl: "https://api.openai.com", plan: "paid", models: {} },
    });
    const own = { OPENAI_API_KEY: STRONG, OPENAI_BASE_URL: "https://ai.example.com/v1/", GEMINI_PLAN: "paid" };
    expect(readConfig({ ...production, ...own, AI_MODELS: '{"openai":{"hard":"big:70b"}}' }).ai).toMatchObject({
      gemini: { plan: "paid" },
      openai: { key: STRONG, baseUrl: "https://ai.example.com/v1", models: { hard: { id: "big:70b" } } },
    });
  });

  it("names every variable that is wrong, once", () => {
    expect(() => readConfig({ ...production, GITHUB_CLIENT_ID: "", ENCRYPTION_KEYS: '{"a b":1,"c d":2}' })).toThrow(
      "Bad configuration: GITHUB_CLIENT_ID, ENCRYPTION_KEYS.",
    );
  });

  it("lets a laptop use plain HTTP on loopback only", () => {
    expect(() => readConfig({ ...env, GITHUB_API_URL: "http://192.168.0.2:4010" })).toThrow("GITHUB_API_URL");
  });
});
