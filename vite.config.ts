import { fileURLToPath } from "node:url";
import { cloudflare } from "@cloudflare/vite-plugin";
import icons from "unplugin-icons/vite";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// vite reads the default export only.
export default defineConfig(({ command }) => ({
  root: at("web"),
  plugins: [
    solid(),
    icons({ compiler: "solid" }),
    command === "serve"
      ? cloudflare({
          configPath: at("wrangler.toml"),
          persistState: { path: at(".wrangler/state") },
          inspectorPort: false,
        })
      : null,
  ],
  build: { outDir: at("dist/client"), emptyOutDir: true, manifest: true },
  server: { port: 5173, strictPort: true },
}));
