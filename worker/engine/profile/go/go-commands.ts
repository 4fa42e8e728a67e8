import type { ComponentDraft, Proof } from "../component-draft.ts";
import { addGolangci } from "./golangci.ts";

/** Folders that `gofmt` is not to look at: copies of other people's code, and input of tests, which may be wrong on purpose. */
const NOT_FORMATTED = ["vendor", "testdata"];

export interface GoScope {
  /** Folders of the modules from the component's folder: `.` for itself. */
  readonly modules: readonly string[];
  readonly manifest: Proof;
  readonly tools: readonly string[];
}

/** Package patterns are per module: in a workspace `./...` of the root alone reaches none of the others. */
export function addGoCommands(draft: ComponentDraft, { modules, manifest, tools }: GoScope): void {
  const patterns = modules.map((module) => (module === "." ? "./..." : `./${module}/...`)).join(" ");
  const usual: Proof = { ...manifest, line: null };
  draft.command("install", "go mod download", usual);
  addGolangci(draft, patterns, tools);
  draft.command("lint", `go vet ${patterns}`, usual);
  draft.command("format", formatCheck(draft), usual);
  draft.command("test", `go test -race ${patterns}`, usual);
  draft.command("build", `go build ${patterns}`, usual);
  const main = mainPackage(draft);
  if (main)
    draft.command("start", `go run ${main.name}`, {
      ...usual,
      path: draft.folder.at(main.file),
      confidence: main.confidence,
    });
}

function formatCheck({ folder }: ComponentDraft): string {
  const prefix = folder.path === "." ? "" : `${folder.path}/`;
  const own = folder.repository.snapshot.paths.filter((path) => path.startsWith(prefix));
  const isIn = (name: string, path: string) => path.slice(prefix.length).split("/").slice(0, -1).includes(name);
  const [first, ...others] = NOT_FORMATTED.filter((name) => own.some((path) => isIn(name, path)));
  if (first === undefined) return 'test -z "$(gofmt -l .)"';
  const names = others.length === 0 ? first : `(${[first, ...others].join("|")})`;
  return `test -z "$(gofmt -l . | grep -vE '(^|/)${names}/')"`;
}

interface MainPackage {
  readonly name: string;
  readonly file: string;
  readonly confidence: Proof["confidence"];
}

/** The program of a module: in its folder, or the only one under `cmd/`, or the one there that bears a server's or the module's name. */
function mainPackage({ folder }: ComponentDraft): MainPackage | null {
  if (folder.has("main.go")) return { name: ".", file: "main.go", confidence: "high" };
  const mains = folder.below.flatMap((path) => /^cmd\/([^/]+)\/main\.go$/.exec(path)?.[1] ?? []);
  if (folder.has("cmd/main.go")) return { name: "./cmd", file: "cmd/main.go", confidence: "medium" };
  const own = folder.path.split("/").at(-1);
  const name =
    mains.length === 1 ? mains[0] : mains.find((main) => main === own || /^(?:server|api|app|web|main)$/.test(main));
  if (name === undefined) return null;
  return { name: `./cmd/${name}`, file: `cmd/${name}/main.go`, confidence: mains.length === 1 ? "high" : "low" };
}
