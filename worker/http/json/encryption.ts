import type * as z from "zod";
import type { EncryptionView, KeysView } from "../../services/encryption/read-encryption.ts";
import type { ResealResult } from "../../services/encryption/reseal-organization.ts";
import type { Encryption, KeyRotation, Resealed } from "../schemas/encryption.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

function itemsJson(items: EncryptionView["items"]) {
  return items.map(({ place, kid, isActive, count }) => ({ place, kid, active: isActive, count }));
}

export function encryptionJson({ activeKid, items, outdated }: EncryptionView): z.infer<typeof Encryption> {
  return { active_kid: activeKid, items: itemsJson(items), outdated };
}

export function resealedJson({ resealed, unreadable, remaining }: ResealResult): z.infer<typeof Resealed> {
  return { resealed, unreadable, remaining };
}

export function keyRotationJson(view: KeysView): z.infer<typeof KeyRotation> {
  return {
    active_kid: view.activeKid,
    keys: view.keys.map(({ kid, isActive, inUse }) => ({ kid, active: isActive, in_use: inUse })),
    items: itemsJson(view.items),
    progress: view.progress.map(({ place, resealed, unreadable, startedAt, finishedAt }) => ({
      place,
      resealed,
      unreadable,
      started_at: timestamp(startedAt),
      finished_at: timestampOrNull(finishedAt),
    })),
    removable: [...view.removable],
  };
}
