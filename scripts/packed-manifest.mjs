// The package holds the bundled command alone, so it needs no dependency: `npm pack` sees a manifest without any, and afterwards
// the full one comes back. A pack that was cut off leaves the full one in dist/; the manifest without dependencies keeps the
// scripts of packing, so that the next `npm pack` brings it back.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const manifest = at("../package.json");
const kept = at("../dist/package.full.json");
const PACKED = ["name", "version", "description", "license", "type", "bin", "files"];

if (existsSync(kept)) {
  copyFileSync(kept, manifest);
  rmSync(kept);
}
if (!process.argv.includes("--restore")) {
  const full = JSON.parse(readFileSync(manifest, "utf8"));
  mkdirSync(at("../dist"), { recursive: true });
  copyFileSync(manifest, kept);
  const { prepack, postpack } = full.scripts;
  const packed = Object.fromEntries(PACKED.map((key) => [key, full[key]]));
  const own = { engines: { node: ">=20" }, scripts: { prepack, postpack } };
  writeFileSync(manifest, `${JSON.stringify({ ...packed, ...own }, null, 2)}\n`);
}
