/** Which GHC the long-term snapshots of Stackage are made with: www.stackage.org/snapshots, seen 2026-11-21. */
const ROWS: Readonly<Record<string, string>> = {
  "18": "8.10",
  "19": "9.0",
  "20": "9.2",
  "21": "9.4",
  "22": "9.6",
  "23": "9.8",
  "24": "9.10",
};

/** The release line of GHC for a resolver such as `lts-22.43` or an address that ends in `/lts/22/43.yaml`; null for others. */
export function ghcOfSnapshot(resolver: string): string | null {
  const line = /^(?:lts-|\S*\/lts\/)(\d+)/.exec(resolver)?.[1] ?? "";
  return Object.hasOwn(ROWS, line) ? (ROWS[line] ?? null) : null;
}
