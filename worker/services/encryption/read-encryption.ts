/** Which keys seal what. */
import { findRotations, type Rotation } from "../../db/key-rotations.ts";
import { ownSealedCounts, type SealedCount, sealedCounts } from "../../db/sealed.ts";
import { type Ctx, requirePermission, type Scope } from "../context.ts";

type Item = SealedCount & { readonly isActive: boolean };

export type EncryptionView = {
  readonly activeKid: string;
  readonly items: readonly Item[];
  /** Values under another key than the active one. */
  readonly outdated: number;
};

export type KeysView = Omit<EncryptionView, "outdated"> & {
  readonly keys: readonly { readonly kid: string; readonly isActive: boolean; readonly inUse: number }[];
  readonly progress: readonly Rotation[];
  /** Configured keys that no value needs. */
  readonly removable: readonly string[];
};

function marked(counts: readonly SealedCount[], activeKid: string): Item[] {
  return counts.map((row) => ({ ...row, isActive: row.kid === activeKid }));
}

function total(counts: readonly SealedCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** An organization's sealed values, those of its members' access to GitHub too. */
export async function readEncryption(ctx: Ctx): Promise<EncryptionView> {
  requirePermission(ctx, "encryption.read");
  return encryptionOf(ctx);
}

/** As `readEncryption`, for who may do more than read. */
export async function encryptionOf(ctx: Ctx): Promise<EncryptionView> {
  const { activeKid } = ctx.config.encryption;
  const items = marked(await ownSealedCounts(ctx.data), activeKid);
  return { activeKid, items, outdated: total(items.filter(({ isActive }) => !isActive)) };
}

/** The deploy as a whole. Reads every sealed row, so it is for its operator alone. */
export async function readKeys(scope: Scope): Promise<KeysView> {
  const { activeKid, keys: ring } = scope.config.encryption;
  const [counts, progress] = await Promise.all([
    sealedCounts(scope.db, scope.clock.now()),
    findRotations(scope.db, activeKid),
  ]);
  const keys = [...ring.keys()].map((kid) => ({
    kid,
    isActive: kid === activeKid,
    inUse: total(counts.filter((row) => row.kid === kid)),
  }));
  const removable = keys.filter(({ isActive, inUse }) => !isActive && inUse === 0).map(({ kid }) => kid);
  return { activeKid, items: marked(counts, activeKid), keys, progress, removable };
}
