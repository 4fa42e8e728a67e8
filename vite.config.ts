import { fileURLToPath } from "node:url";
import { cloudflare } from "@cloudflare/vite-plugin";
import icons from "unplugin-icons/vite";
import { defineConfig, type Plugin } from "vite";
import solid from "vite-plugin-solid";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What most visits need. Pages that few visits open keep what is theirs. */
const SHARED =
  /node_modules|~icons|\/web\/src\/(?!features\/(?:audit|encryption|generator|invitations|members|organization|profile|session\/step-up|templates|tokens))([^/]+|(app|ui|features\/session)\/.*|text\/(app|fleet|repository|ui)\.ts|.*\.(queries|model)\.ts)$/;

const SOLID_WRITES_HTML = "t.innerHTML = html;";
const POLICY = `const solidTemplate = globalThis.trustedTypes
  ? trustedTypes.createPolicy("solid-template", { createHTML: (html) => html })
  : { createHTML: (html) => html };\n`;

/**
 * Solid clones its compiled templates from HTML strings, which `require-trusted-types-for 'script'` refuses. This gives
 * that one place a named policy; every other write of HTML stays refused.
 */
function solidTemplatePolicy(): Plugin {
  return {
    name: "solid-template-policy",
    apply: "build",
    transform(code, id) {
      if (!id.includes("/solid-js/web/dist/")) return null;
      if (!code.includes(SOLID_WRITES_HTML))
        this.error("solid-js/web writes its templates in a new way: adapt the policy.");
      return {
        code: POLICY + code.replace(SOLID_WRITES_HTML, "t.innerHTML = solidTemplate.createHTML(html);"),
        map: null,
      };
    },
  };
}

// vite reads the default export only.
export default defineConfig(({ command }) => ({
  root: at("web"),
  plugins: [
    solidTemplatePolicy(),
    solid(),
    icons({
      compiler: "solid",
      scale: 1,
      defaultClass: "icon",
      iconCustomizer: (_collection, _icon, props) => {
        props["aria-hidden"] = "true";
      },
    }),
    command === "serve"
      ? cloudflare({
          configPath: at("wrangler.toml"),
          persistState: { path: at(".wrangler/state") },
          inspectorPort: false,
        })
      : null,
  ],
  build: {
    outDir: at("dist/client"),
    emptyOutDir: true,
    manifest: true,
    target: "baseline-widely-available",
    modulePreload: { polyfill: false },
    // A data: URL is not a font that the page's policy allows.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Few requests before the first page: what every page shares is one chunk, each page is one more.
        codeSplitting: { groups: [{ name: "base", test: SHARED }] },
      },
    },
  },
  server: { port: 5173, strictPort: true },
}));
