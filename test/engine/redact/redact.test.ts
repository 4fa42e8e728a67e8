import { describe, expect, it } from "vitest";
import { findSecrets } from "../../../worker/engine/redact/find-secrets.ts";
import { createRedactor, redact } from "../../../worker/engine/redact/redact.ts";
import { numbersFrom, randomText } from "./published-formats.ts";

const next = numbersFrom(7);
const some = (length: number, kind = "a") => randomText(kind, length, next);
const token = () => ["gh", "p_", some(36)].join("");
const keyLines = () => Array.from({ length: 12 }, () => some(64, "b"));
const label = (word: string) => ["-----", word, " RSA PRIVATE KEY-----"].join("");

/** A text around a made value; the value must not be left. */
const PLACES: readonly (readonly [what: string, value: string, write: (value: string) => string])[] = [
  ["registry login of Docker", btoa(`robot:${some(18)}`), (value) => `{"auths":{"ghcr.io":{"auth":"${value}"}}}`],
  ["npm configuration", some(30), (value) => `//npm.acme.io/:_authToken=${value}`],
  ["netrc", "hunter2Horse!", (value) => `machine api.acme.io login ci password ${value}`],
  ["connection string", "p4ss!wOrd9Zx", (value) => `Server=db;User Id=sa;Password=${value};Encrypt=true`],
  ["JDBC address", some(14), (value) => `jdbc:postgresql://db/app?user=app&password=${value}&ssl=true`],
  ["address", "p%40ssW0rd9", (value) => `DATABASE_URL: postgres://app:${value}@db.internal:5432/app`],
  ["address with a slash", `${some(8)}/${some(8)}`, (value) => `mongodb+srv://svc:${value}@cluster0.acme.net/app`],
  ["address with a token", some(40, "h"), (value) => `git clone https://${value}@git.acme.io/a/b.git`],
  ["webhook", some(26), (value) => `url: https://chat.acme.io/hooks/${value}`],
  ["bot address", `${some(10, "d")}:AA${some(33, "w")}`, (value) => `curl https://api.telegram.org/bot${value}/send`],
  ["signed address", `${some(40)}%3D`, (value) => `https://a.blob.core.windows.net/c?sv=2022&sig=${value}&se=1`],
  ["encoded query", some(24), (value) => `next=https%3A%2F%2Fx%2F%3Faccess_token%3D${value}%26a%3D1`],
  ["curl user", some(16), (value) => `curl -fsS -u admin:${value} https://acme.io`],
  ["curl header", some(40, "h"), (value) => `curl -H 'Authorization: token ${value}' https://acme.io`],
  ["password of a login", some(20), (value) => `docker login -u ci -p ${value} registry.acme.io`],
  ["piped password", some(20), (value) => `echo "${value}" | docker login -u ci --password-stdin`],
  ["password of a command", some(12), (value) => `mysql -u root -p${value} app < dump.sql`],
  ["password of openssl", some(14), (value) => `openssl enc -d -pass pass:${value} -in a`],
  ["escaped JSON", some(24), (value) => `echo "{\\"client_secret\\":\\"${value}\\"}" > f`],
  ["environment of a command", "Winter2026!", (value) => `PGPASSWORD=${value} psql -h db`],
  ["Gradle", "Tr0ub4dor&3", (value) => `    storePassword "${value}"`],
  ["PHP", "xK9#mP2!vL5n", (value) => `define('DB_PASSWORD', '${value}');`],
  ["property of an object", some(20), (value) => `props.put("auth.token", "${value}");`],
  ["here document", some(40), (value) => `cat > token <<'EOF'\n${value}\nEOF`],
  ["unknown form", `zq-live-${some(28)}`, (value) => `const client = new Client("${value}");`],
  ["argument of sed", some(32), (value) => `sed -i "s/__X__/${value}/" f`],
  ["hexadecimal key", some(32, "h"), (value) => `ACME_API_KEY: ${value}`],
  ["object of a cluster", btoa("pw4y7"), (value) => `kind: Secret\nmetadata:\n  name: db\ndata:\n  dsn: ${value}\n`],
  ["plain object of a cluster", "short1", (value) => `kind: Secret\nstringData:\n  a.conf: ${value}\n`],
  ["base64 of a file", btoa(`A=1\nDB_PASSWORD=${some(14)}\nB=2\n`), (value) => `echo ${value} | base64 -d > .env`],
  ["hexadecimal text", [...token()].map((unit) => unit.charCodeAt(0).toString(16)).join(""), (value) => `h: ${value}`],
  ["token inside a word", token(), (value) => `a%3D${value}%26x`],
];

/** What looks random and is no secret, or is a secret's name and no secret. */
const HARMLESS: readonly string[] = [
  "      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2",
  '      "integrity": "sha512-9QO2Ua9LsEMcCS+rW/1kbgQfRVKmdvPAT4IwU3OYvEnVQqfCt0G2GQRDXoxPGyAVOS2QUxnT8OmsU6S3d7n+bQ==",',
  "  checksum: 10c0/4b3d5a2f0e1c9d8b7a6f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a09",
  "image: node@sha256:9f2b7c41d8e05a63b1947fce20d86a359f2b7c41d8e05a63b1947fce20d86a35",
  "github.com/davecgh/go-spew v1.1.1 h1:vj9j/u1bqnvCEfJOwUhtlOARqs3+rkHYY13jYWTU97c=",
  '    "axe.js": "sha256-F14wfpbaL6+ZafS2ufmz74/R6CD1L777gCOJVuLn5Ao=",',
  "id: 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
  "token: ${{ secrets.GITHUB_TOKEN }}",
  "password: $" + "{DB_PASSWORD}",
  "export TOKEN=$(vault read -field=token secret/ci)",
  'const token = process.env.NPM_TOKEN ?? "";',
  "password: string;",
  "      POSTGRES_PASSWORD: postgres",
  "      POSTGRES_PASSWORD: password",
  "api_key: your-api-key-here",
  "token: <your token>",
  "secretName: checkout-api-tls",
  "key: ${{ runner.os }}-node-${{ hashFiles('**/package-lock.json') }}",
  "          key: Linux-node-958aff96db2d75d67787d1e634ae70b659de937b",
  "password_file: /run/secrets/db_password",
  "git clone https://github.com/acme/checkout-api.git",
  "git clone git@github.com:acme/checkout-api.git",
  'curl -u "$USER:$PASSWORD" https://acme.io',
  "AWS_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE",
  "max_tokens: 4096",
  "gpg --recv-keys 742FA4E95829B6C5EAC6B85710BB7AF6FEBBD6AB",
  "const primaryKey = 'organization_members_user_id_index';",
];

describe("redact", () => {
  it.each(PLACES)("replaces a secret: %s", (_what, value, write) => {
    const text = `name: ci\n${write(value)}\nlast: line`;
    const redacted = redact(text, "ci.yml");
    expect(redacted.text).not.toContain(value);
    expect(redacted.text.split("\n")).toHaveLength(text.split("\n").length);
    expect(redacted.text).toMatch(/^name: ci\n[\s\S]*\nlast: line$/);
    expect(findSecrets(redacted.text)).toEqual([]);
    const numbered = redacted.text.split("\n").map((line, at) => `${at + 1} | ${line}`);
    expect(findSecrets(numbered.join("\n"))).toEqual([]);
  });

  it.each(HARMLESS)("leaves %s", (line) => {
    const text = `name: ci\n${line}\nlast: line\n`;
    expect(redact(text, "ci.yml")).toEqual({ text, hits: [] });
  });

  it.each([
    ["in YAML", (lines: string[]) => ["key: |", ...lines.map((line) => `  ${line}`), "other: 1"].join("\n")],
    ["in JSON", (lines: string[]) => `{"private_key": "${lines.join("\\n")}\\n"}`],
    ["in strings", (lines: string[]) => lines.map((line) => `  "${line}\\n" +`).join("\n")],
    ["in comments", (lines: string[]) => lines.map((line) => `# ${line}`).join("\n")],
    ["without an end", (lines: string[]) => lines.slice(0, -1).join("\n")],
    [
      "without a header",
      (lines: string[]) => ["MIIEpAIBAAKCAQEA".padEnd(64, "q7Xz"), ...lines.slice(2, -1)].join("\n"),
    ],
  ])("replaces a private key %s", (_where, write) => {
    const body = keyLines();
    const text = write([label("BEGIN"), ...body, label("END")]);
    const { text: redacted } = redact(text, "a");
    expect(body.filter((line) => redacted.includes(line))).toEqual([]);
    expect(redacted.split("\n")).toHaveLength(text.split("\n").length);
  });

  it("finds the secret half of a pair of AWS keys", () => {
    const [id, key] = [["AK", "IA", some(16, "q")].join(""), some(40, "b")];
    const { text } = redact(`aws configure set x ${id}\naws configure set y ${key}\n`, "a.sh");
    expect(text).not.toContain(id);
    expect(text).not.toContain(key);
  });

  it("numbers equal secrets alike, in all texts of a redactor", () => {
    const [one, other] = [token(), token()];
    const redactor = createRedactor();
    const first = redactor.redact("a.yml", `a: ${one}\nb: ${other}\nc: ${one}\n`);
    expect(first.text).toBe("a: ⟦REDACTED:github-pat:1⟧\nb: ⟦REDACTED:github-pat:2⟧\nc: ⟦REDACTED:github-pat:1⟧\n");
    expect(first.hits).toEqual([1, 2, 3].map((line) => ({ rule: "github-pat", line })));
    expect(redactor.redact("b.yml", `x ${other}`).text).toBe("x ⟦REDACTED:github-pat:2⟧");
  });

  it("replaces a known secret where nothing else tells it", () => {
    const text = "env:\n  DB_PASSWORD: hunter2Horse!\nrun: ./connect hunter2Horse! now\n";
    expect(redact(text, "a.yml").text).not.toContain("hunter2Horse!");
  });

  it("says nothing of a secret but its rule", () => {
    const secret = token();
    const redacted = JSON.stringify(redact(`a: ${secret}`, "a.yml"));
    for (let at = 4; at + 6 <= secret.length; at += 1) expect(redacted).not.toContain(secret.slice(at, at + 6));
  });

  it("does not let a text pass its own words off as placeholders", () => {
    const secret = token();
    const { text } = redact(`a: ⟦REDACTED:x:1⟧ ${secret}`, "a.yml");
    expect(text).toBe("a: [REDACTED:x:1⟧ ⟦REDACTED:github-pat:1⟧");
  });

  it("leaves nothing to find in many secrets together", () => {
    const once = redact(PLACES.map(([, value, write]) => write(value)).join("\n\n"), "a").text;
    expect(findSecrets(once)).toEqual([]);
  });

  it("takes time in proportion to a hostile text's length", () => {
    const repeated = [
      "key=",
      "pass:",
      'token="',
      "-----BEGIN PRIVATE KEY-----",
      "eyJ",
      "sk-sk-T3BlbkFJ",
      "https://a:b",
    ];
    for (const piece of repeated) {
      const cost = (length: number) => {
        const text = piece.repeat(length / piece.length);
        const from = process.cpuUsage();
        findSecrets(text);
        return process.cpuUsage(from).user;
      };
      cost(4096);
      expect(cost(32_768) / 8).toBeLessThan(4 * cost(4096) + 20_000);
    }
  });
});
