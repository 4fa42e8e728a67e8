import { type ComponentDraft, type Proof, proofIn } from "../component-draft.ts";
import { nearest } from "../folder-paths.ts";

const CONFIGS = [".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json"];
/** Configurations of version 2 say so; of all others it refuses to run. Source: golangci-lint.run, "Migration guide". */
const SECOND = /^[ \t]*["']?version["']?[ \t]*[:=][ \t]*["']?2\b/m;
const FORMATTERS = /^[ \t]*["']?formatters["']?[ \t]*:|^\[formatters\]/m;
const FORMATTER = /\b(?:gci|gofmt|gofumpt|goimports|golines)\b/;
const TOOL = /\/golangci-lint(?:\/v\d+)?\/cmd\/golangci-lint$/;

/** Lints as the project configures it, and checks the format where formatters are configured; `tools`: programs of the module. */
export function addGolangci(draft: ComponentDraft, patterns: string, tools: readonly string[]): void {
  const { repository } = draft.folder;
  const config = nearest(draft.folder, ...CONFIGS);
  if (config === null) return;
  const tool = tools.find((each) => TOOL.test(each));
  const text = repository.file(config)?.text ?? null;
  const isSecond = text === null || SECOND.test(text);
  if (!isSecond && tool === undefined) {
    const detail =
      "It is written for golangci-lint 1, and version 2 refuses to read it, so `go vet` is run instead; run `golangci-lint migrate` and commit the result.";
    draft.note("uncertain", config, detail);
    return;
  }
  const program = tool === undefined ? "golangci-lint" : "go tool golangci-lint";
  const proof: Proof = { path: config, line: null, confidence: "high" };
  draft.command("lint", `${program} run${patterns === "./..." ? "" : ` ${patterns}`}`, proof);
  const at = text === null || !isSecond ? -1 : text.search(FORMATTERS);
  if (text === null || at < 0 || !FORMATTER.test(text.slice(at))) return;
  draft.command("format", `${program} fmt --diff`, proofIn(repository, config, FORMATTERS));
}
