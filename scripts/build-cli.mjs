// Writes dist/cli/main.js: the command line with everything it needs in one file, for a packaged copy without sources.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  configFile: false,
  root: at(".."),
  logLevel: "warn",
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: at("../local/cli/main.ts"),
    outDir: at("../dist/cli"),
    emptyOutDir: true,
    target: "node20",
    rollupOptions: { output: { entryFileNames: "main.js", codeSplitting: false } },
  },
});
