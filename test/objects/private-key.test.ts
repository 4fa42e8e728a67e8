import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { readPrivateKey } from "../../worker/adapters/github/private-key.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pkcs1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const bytes = new Uint8Array(privateKey.export({ type: "pkcs8", format: "der" }));

it.each([
  ["as GitHub gives it out", pkcs1],
  ["as other tools write it", pkcs8],
  ["in one line", pkcs1.replaceAll("\n", "\\n")],
])("a private key is read %s", (_name, text) => {
  expect(readPrivateKey(text)).toEqual(bytes);
});

it.each([
  "",
  "none",
  pkcs1.replace("RSA", "EC"),
  "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
])("no key is read from %j", (text) => {
  expect(readPrivateKey(text)).toBeUndefined();
});
