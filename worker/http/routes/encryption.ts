import { Hono } from "hono";
import { readEncryption, readKeys } from "../../services/encryption/read-encryption.ts";
import { resealOrganization } from "../../services/encryption/reseal-organization.ts";
import { rotateKeys } from "../../services/encryption/rotate-keys.ts";
import type { AppEnv } from "../app-env.ts";
import { encryptionJson, keyRotationJson, resealedJson } from "../json/encryption.ts";
import { defineRoute } from "../registry.ts";
import { Encryption, KeyRotation, Resealed } from "../schemas/encryption.ts";

const OPERATOR = { access: "operator", rate: "default", audit: null } as const;

const read = defineRoute({
  method: "get",
  path: "/api/encryption",
  summary: "Which encryption keys seal the organization's secrets, and how many of them are under an old one.",
  access: "org",
  permission: "encryption.read",
  rate: "default",
  audit: null,
  responses: { 200: Encryption },
});

const reseal = defineRoute({
  method: "post",
  path: "/api/encryption/rotate",
  summary: "Seals the organization's secrets under the active key now. The same happens in the background by itself.",
  access: "org",
  permission: "encryption.rotate",
  rate: "default",
  audit: "encryption.resealed",
  responses: { 200: Resealed },
});

const readAll = defineRoute({
  ...OPERATOR,
  method: "get",
  path: "/api/operator/encryption",
  summary: "Keys of the deploy, what they seal, and which ones can be taken out. By the operator's Bearer token.",
  responses: { 200: KeyRotation },
});

const rotateAll = defineRoute({
  ...OPERATOR,
  method: "post",
  path: "/api/operator/encryption/rotate",
  summary: "Seals what is under an old key anew, as the minutely run does, and says how far it is.",
  responses: { 200: KeyRotation },
});

export const encryption = new Hono<AppEnv>()
  .get(read.path, ...read.use, async (c) => c.json(encryptionJson(await readEncryption(c.var.ctx)), 200))
  .post(reseal.path, ...reseal.use, async (c) => c.json(resealedJson(await resealOrganization(c.var.ctx)), 200))
  .get(readAll.path, ...readAll.use, async (c) => c.json(keyRotationJson(await readKeys(c.var.scope)), 200))
  .post(rotateAll.path, ...rotateAll.use, async (c) => {
    await rotateKeys(c.var.scope);
    return c.json(keyRotationJson(await readKeys(c.var.scope)), 200);
  });
