import type { Folder } from "../folder.ts";
import type { ProfileEvidence } from "../stack-profile.ts";
import type { NodePackage } from "./node-package.ts";

interface Language {
  readonly language: string;
  readonly languages: readonly string[];
  readonly evidence: ProfileEvidence;
}

const NOT_SOURCE =
  /(?:^|\/)(?:node_modules|dist|build|out|coverage|public|static|vendor|\.yarn|\.next|\.nuxt|\.output)\/|\.min\.js$|\.d\.[cm]?ts$|\.test-d\.ts$|(?:^|\/)\.[^/]*rc\.[cm]?js$|[.-](?:config|conf|setup|workspace)\.[cm]?[jt]s$|(?:^|\/)(?:gulpfile|Gruntfile|karma\.conf)\.js$|^\.pnp\.|(?:^|\/)\.pnpmfile\./i;
const TYPESCRIPT = /\.[cm]?tsx?$/;
const JAVASCRIPT = /\.[cm]?jsx?$/;

/** Numbers of source files. */
interface SourceCount {
  readonly typescript: number;
  readonly javascript: number;
}

/** Counts sources; configuration, declarations and output are none. */
export function countSources(paths: readonly string[]): SourceCount {
  const sources = paths.filter((path) => !NOT_SOURCE.test(path));
  return {
    typescript: sources.filter((path) => TYPESCRIPT.test(path)).length,
    javascript: sources.filter((path) => JAVASCRIPT.test(path)).length,
  };
}

/** TypeScript or JavaScript: by what is declared and what the sources are. A JavaScript project that only checks its types stays one. */
export function readLanguage(own: NodePackage): Language {
  const { folder, installed, file } = own;
  const { typescript, javascript } = countSources(folder.below);
  const config = folder.first("tsconfig.json", "tsconfig.base.json", "tsconfig.app.json");
  const isDeclared = installed.has("typescript") || config !== null;
  const isTyped = isDeclared ? typescript * 2 >= javascript : typescript > 0 && typescript >= javascript;
  const language = isTyped ? "typescript" : "javascript";
  const other = isTyped ? javascript : typescript;
  const both = isTyped ? "javascript" : "typescript";
  return {
    language,
    languages: other > 0 ? [language, both] : [language],
    evidence: evidenceOf(folder, { language, file, config, hasCompiler: installed.has("typescript") }),
  };
}

interface Proof {
  readonly language: string;
  readonly file: string;
  readonly config: string | null;
  readonly hasCompiler: boolean;
}

function evidenceOf(folder: Folder, { language, file, config, hasCompiler }: Proof): ProfileEvidence {
  const claim = { about: "language", value: language, confidence: "high" } as const;
  if (language === "javascript") return folder.evidence(claim, file);
  if (config !== null) return folder.evidence(claim, config);
  if (hasCompiler) return folder.evidence(claim, file, '"typescript"');
  const source = folder.below.find((path) => TYPESCRIPT.test(path) && !NOT_SOURCE.test(path));
  return folder.evidence(claim, source ?? file);
}
