import { describe, expect, it } from "vitest";
import { TOKEN_FORMATS } from "../../../worker/engine/data/token-formats.ts";
import { hardcodedCredentials } from "../../../worker/engine/rules/github/hardcoded-credentials.ts";
import { templateInjection } from "../../../worker/engine/rules/github/template-injection.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";
import { sampleKeyLines, sampleToken } from "../../support/sample-tokens.ts";

const TOKEN = sampleToken("ghp_");
const job = (...lines: string[]) =>
  `name: ci\non: push\n\npermissions: {}\n\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${lines.map((line) => `    ${line}\n`).join("")}`;
const step = (...lines: string[]) => job("steps:", ...lines.map((line) => `  ${line}`));
const container = (password: string) =>
  job("container:", "  image: ghcr.io/o/i:1", "  credentials:", "    username: ci", `    password: ${password}`);
const begin = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----`;

describe("hardcoded-credentials stays silent", () => {
  it.each([
    ["a password from a secret", container("${{ secrets.REGISTRY }}")],
    ["one in quotes", container('"${{ secrets.REGISTRY }}"')],
    ["one that is put together", container("ci-${{ secrets.REGISTRY }}")],
    ["an absent password", container("")],
    ["an empty one", container('""')],
    [
      "a throw-away database",
      job("services:", "  db:", "    image: postgres:17", "    env: {POSTGRES_PASSWORD: postgres}"),
    ],
    ["a password that is any word", job("env: {PASSWORD: hunter2, ADMIN_TOKEN: changeme}")],
    ["repeated letters", job(`env: {T: ghp_${"x".repeat(36)}}`)],
    ["counted letters", job("env: {T: ghp_abcdefghijklmnopqrstuvwxyz0123456789}")],
    ["a word in it", job(`env: {T: ${TOKEN.slice(0, 12)}Example${TOKEN.slice(19)}}`)],
    ["Amazon's example", job("env: {AWS_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE}")],
    ["a short one", job(`env: {T: ${TOKEN.slice(0, 30)}}`)],
    ["a longer word", job(`env: {T: ${TOKEN}aa}`)],
    ["a part of a name", job(`env: {T: my${TOKEN}}`)],
    ["a key's first line alone", step("- run: |", `    grep -- '${begin("RSA ")}' key.pem`)],
    [
      "a public key",
      step(
        "- run: |",
        "    cat <<E",
        "    -----BEGIN PUBLIC KEY-----",
        ...sampleKeyLines().map((line) => `    ${line}`),
        "    E",
      ),
    ],
    ["a file that is no pipeline", { "README.md": TOKEN, "docker-compose.yml": `a: ${TOKEN}\n` }],
  ])("on %s", (_, files) => {
    expect(placesOf(hardcodedCredentials, files)).toEqual([]);
  });

  it.each(TOKEN_FORMATS)("on a placeholder for a $name", ({ marker }) => {
    const body = sampleToken(marker)
      .slice(marker.length)
      .replaceAll(/[A-Za-z0-9]/g, "x");
    expect(placesOf(hardcodedCredentials, job(`env: {T: "${marker}${body}"}`))).toEqual([]);
  });
});

describe("hardcoded-credentials reports", () => {
  it.each([
    ["a container's password", container("hunter2"), ["14:19 critical"]],
    ["one in quotes", container("'hunter2'"), ["14:19 critical"]],
    ["a service's", job("services: {db: {image: x, credentials: {username: a, password: b}}}"), ["10:68 critical"]],
    ["a token in a job's env", job("env:", `  T: ${TOKEN}`), ["11:10 critical"]],
    ["a token in an input", step("- uses: o/a@v1", `  with: {token: ${TOKEN}}`), ["12:23 critical"]],
    ["a token in a script", step("- run: |", `    git clone https://x:${TOKEN}@github.com/o/r`), ["12:31 critical"]],
    ["a token in a comment", job(`env: {} # ${TOKEN}`), ["10:15 critical"]],
    ["a password that is a token once", container(TOKEN), ["14:19 critical"]],
    [
      "a private key",
      step(
        "- run: |",
        "    cat > key <<E",
        `    ${begin("OPENSSH ")}`,
        ...sampleKeyLines().map((line) => `    ${line}`),
        "    E",
      ),
      ["13:11 critical"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(hardcodedCredentials, text)).toEqual(places);
  });

  it.each([
    [".gitlab-ci.yml", `variables:\n  T: ${TOKEN}\n`, ":2:6 critical"],
    [".circleci/config.yml", `jobs:\n  a:\n    environment:\n      T: ${TOKEN}\n`, ":4:10 critical"],
    [
      "action.yml",
      `runs:\n  using: composite\n  steps:\n    - run: echo ${TOKEN}\n      shell: bash\n`,
      ":4:17 critical",
    ],
  ])("a token in %s", (path, text, place) => {
    expect(placesOf(hardcodedCredentials, { [path]: text })).toEqual([path + place]);
  });

  it.each(TOKEN_FORMATS)("a $name", ({ marker }) => {
    expect(placesOf(hardcodedCredentials, job("env:", `  T: "${sampleToken(marker)}"`))).toEqual(["11:11 critical"]);
  });

  it("a repeated token once", () => {
    const found = findingsOf(hardcodedCredentials, job("env:", `  A: ${TOKEN}`, `  B: ${TOKEN}`));
    expect(found.map(({ evidence }) => evidence.length)).toEqual([2]);
  });

  it("without the value, nor another one of the same line", () => {
    const other = sampleToken("npm_");
    const found = findingsOf(hardcodedCredentials, job(`env: {A: ${TOKEN}, B: ${other}}`));
    expect(found).toHaveLength(2);
    expect(JSON.stringify(found)).not.toContain(TOKEN.slice(6));
    expect(JSON.stringify(found)).not.toContain(other.slice(6));
    expect(found[0]?.evidence[0]?.quote).toBe(`    env: {A: ${"*".repeat(40)}, B: ${"*".repeat(40)}}`);
  });

  it("tokens that another rule's finding would quote, masked", () => {
    const text = step(`- run: echo \${{ github.event.issue.title }} ${TOKEN}`).replace("push", "issues");
    const found = findingsOf(templateInjection, text);
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain(TOKEN.slice(6));
  });

  it("a key of several lines without any of them", () => {
    const lines = sampleKeyLines();
    const found = findingsOf(
      hardcodedCredentials,
      step("- run: |", `    ${begin("")}`, ...lines.map((line) => `    ${line}`)),
    );
    for (const line of lines) expect(JSON.stringify(found)).not.toContain(line.slice(0, 12));
  });
});

describe("hardcoded-credentials fixes", () => {
  it.each([
    [
      "a container's password",
      container("hunter2 # old"),
      container("${{ secrets.CONTAINER_REGISTRY_PASSWORD }} # old"),
    ],
    ["a quoted one", container('"hunter2"'), container('"${{ secrets.CONTAINER_REGISTRY_PASSWORD }}"')],
    ["a variable", job("env:", `  NPM_TOKEN: ${TOKEN}`), job("env:", "  NPM_TOKEN: ${{ secrets.NPM_TOKEN }}")],
    [
      "a variable in braces",
      job(`env: { NPM_TOKEN: ${TOKEN} }`),
      job('env: { NPM_TOKEN: "${{ secrets.NPM_TOKEN }}" }'),
    ],
    [
      "a name that no secret may have",
      job("env:", `  GITHUB_PAT: ${TOKEN}`),
      job("env:", "  GITHUB_PAT: ${{ secrets.CI_GITHUB_PAT }}"),
    ],
  ])("%s", (_, before, after) => {
    const { text, reason } = fixOf(hardcodedCredentials, before);
    expect([text, reason]).toEqual([after, null]);
  });

  it("as a change to look at, which names the secret", () => {
    const { remediation } = fixOf(hardcodedCredentials, job("env:", `  NPM_TOKEN: ${TOKEN}`));
    expect(remediation).toMatchObject({ fixClass: "review", explanation: expect.stringContaining("Revoke") });
  });
});

describe("hardcoded-credentials offers no fix", () => {
  it.each([
    ["a part of a script", step("- run: |", `    curl -H "X: ${TOKEN}" https://example.com`)],
    ["a part of a value", job("env:", `  U: https://x:${TOKEN}@github.com`)],
    ["a comment", job(`env: {} # ${TOKEN}`)],
  ])("for %s", (_, text) => {
    expect(fixOf(hardcodedCredentials, text).reason).toContain("a part of a longer text");
  });
});

describe("token formats", () => {
  it.each(TOKEN_FORMATS)("$name has a source and a day", ({ source, seen }) => {
    expect([source, seen]).toEqual([expect.stringMatching(/^https:\/\//), expect.stringMatching(/^2026-\d\d-\d\d$/)]);
  });
});
