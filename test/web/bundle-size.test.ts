import { describe, expect, it } from "vitest";
import { BUDGETS, measureBundle, overBudget } from "../../scripts/check-bundle-size.mjs";

const HTML = '<script src="/theme.js"></script><script type="module" crossorigin src="/assets/app.js"></script>';
const WELCOME = "src/features/welcome/welcome.page.tsx";
const FLEET = "src/features/fleet/fleet.page.tsx";

const MANIFEST = {
  _app: { file: "assets/app.js", imports: ["_solid"], css: ["assets/app.css"] },
  _solid: { file: "assets/solid.js" },
  _charts: { file: "assets/charts.js" },
  [WELCOME]: { file: "assets/welcome.js", imports: ["_app"] },
  [FLEET]: { file: "assets/fleet.js", imports: ["_app", "_charts"], css: ["assets/app.css", "assets/fleet.css"] },
};

const sizes = (size: Readonly<Record<string, number>>) => (file: string) => size[file] ?? 1;
const rowOf = (name: string, sizeOf = sizes({})) =>
  measureBundle(MANIFEST, HTML, sizeOf).find((row) => row.name.startsWith(name));

describe("weight of the app", () => {
  it("counts the entry, what it imports and scripts beside the bundle as initial", () => {
    const sizeOf = sizes({ "assets/app.js": 100, "assets/solid.js": 20, "theme.js": 3, "assets/fleet.js": 5000 });
    expect(rowOf("initial JS", sizeOf)?.value).toBe(123);
  });

  it("counts every script that the first page of a visit asks for", () => {
    expect(rowOf("requests for welcome")?.value).toBe(4);
    expect(rowOf("requests for fleet")?.value).toBe(5);
  });

  it("weighs each lazy chunk alone", () => {
    const rows = measureBundle(MANIFEST, HTML, sizes({ "assets/charts.js": BUDGETS.lazyChunk + 1 }));
    expect(overBudget(rows).map((row) => row.name)).toContain("lazy assets/charts.js");
  });

  it("fails a stylesheet that is too heavy", () => {
    const rows = measureBundle(MANIFEST, HTML, sizes({ "assets/app.css": BUDGETS.css + 1 }));
    expect(overBudget(rows).map((row) => row.name)).toContain("initial CSS");
  });

  it("weighs what a page brings of its own apart from what every page has", () => {
    const rows = measureBundle(MANIFEST, HTML, sizes({ "assets/app.css": 9, "assets/fleet.css": BUDGETS.lazyCss + 1 }));
    expect(rows.find(({ name }) => name === "initial CSS")?.value).toBe(9);
    expect(overBudget(rows).map((row) => row.name)).toContain("lazy assets/fleet.css");
  });

  it("refuses to measure a page without a build", () => {
    expect(() => measureBundle({}, HTML, sizes({}))).toThrow("vite build");
  });
});
