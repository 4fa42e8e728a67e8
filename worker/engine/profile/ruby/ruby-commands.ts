import { assetCommands } from "../asset-commands.ts";
import { addMakeTarget, addProcfileStart } from "../task-files.ts";
import { gemfileOf, gemspecsOf } from "./gemfile.ts";
import { bundled, isRailsApp, program, type RubyProject } from "./ruby-project.ts";
import { addTest } from "./ruby-test.ts";

/** All commands of a Ruby project. */
export function addCommands(project: RubyProject): void {
  const { folder, draft } = project;
  const gemfile = gemfileOf(folder);
  if (gemfile !== null)
    draft.command("install", ["bundle install", ...assetInstall(project)].join(" && "), draft.proof(gemfile));
  addLint(project);
  addFormat(project);
  addTypecheck(project);
  addTest(project);
  addMakeTarget(draft, "test", ["test", "spec"]);
  addBuild(project);
  addStart(project);
}

/** Gems that let Node.js build the assets of pages before the tests. */
function assetInstall(project: RubyProject): readonly string[] {
  const isBuilt = bundled(
    project,
    "jsbundling-rails",
    "cssbundling-rails",
    "vite_rails",
    "vite_ruby",
    "shakapacker",
    "webpacker",
  );
  const assets = isBuilt ? assetCommands(project.folder) : null;
  return assets ? [assets.install] : [];
}

/** RuboCop or Standard; templates of ERB by their own linter. */
function addLint(project: RubyProject): void {
  const { folder, draft } = project;
  const gems = project.gems.filter(({ isOptional }) => !isOptional);
  const extension = gems.find(({ name }) => name.startsWith("rubocop-"))?.name;
  const standard = gems.some(({ name }) => name === "standard" || name === "standardrb");
  const rubocop = bundled(project, "rubocop", ...(extension === undefined ? [] : [extension]));
  const isStandard = standard && (!folder.has(".rubocop.yml") || !gems.some(({ name }) => name === "rubocop"));
  const ruby = isStandard ? bundled(project, "standard", "standardrb") : rubocop;
  const commands = [
    { proof: ruby, run: program(project, isStandard ? "standardrb" : "rubocop") },
    {
      proof: folder.has(".erb_lint.yml") || folder.has(".erb-lint.yml") ? bundled(project, "erb_lint") : null,
      run: `${program(project, "erb_lint")} --lint-all`,
    },
  ].filter(({ proof }) => proof !== null);
  const proof = commands[0]?.proof;
  if (proof) draft.command("lint", commands.map(({ run }) => run).join(" && "), proof);
  addBrakeman(project);
  if (!draft.has("lint")) addMakeTarget(draft, "lint", ["lint"]);
}

/** Warnings of a security scanner fail it in projects that never ran it, so it is named and not run. */
function addBrakeman(project: RubyProject): void {
  const proof = bundled(project, "brakeman");
  if (proof)
    project.draft.evidence("lint", `${program(project, "brakeman")} --no-pager`, { ...proof, confidence: "medium" });
}

function addFormat(project: RubyProject): void {
  const proof = bundled(project, "syntax_tree");
  const isUsed = project.folder.has(".streerc") && project.gems.some(({ name }) => name === "syntax_tree");
  if (proof && isUsed) project.draft.command("format", "bundle exec stree check '**/*.rb'", proof);
}

function addTypecheck(project: RubyProject): void {
  const { folder, draft } = project;
  const sorbet = folder.has("sorbet/config") ? bundled(project, "sorbet", "sorbet-static-and-runtime") : null;
  if (sorbet) draft.command("typecheck", `${program(project, "srb")} tc`, sorbet);
  const steep = folder.has("Steepfile") ? bundled(project, "steep") : null;
  if (steep) draft.command("typecheck", `${program(project, "steep")} check`, steep);
}

/** Sites are generated, assets of Rails compiled, libraries packed. */
function addBuild(project: RubyProject): void {
  const { folder, draft } = project;
  const site = SITES.find(([framework]) => draft.frameworks.includes(framework));
  const [gemspec, ...others] = gemspecsOf(folder);
  if (site) {
    const [framework, build] = site;
    const proof = bundled(project, framework, "github-pages");
    if (proof) draft.command("build", `${program(project, framework)} ${build}`, proof);
  } else if (isRailsApp(project)) {
    const assets = bundled(project, "propshaft", "sprockets-rails", "sprockets");
    const isPage = folder.below.some((path) => path.startsWith("app/assets/"));
    if (assets && isPage) draft.command("build", precompile(project), { ...assets, confidence: "medium" });
  } else if (gemspec !== undefined && others.length === 0) {
    draft.command("build", `gem build ${gemspec}`, draft.proof(gemspec));
  }
}

const SITES: readonly (readonly [framework: string, build: string, serve: string])[] = [
  ["jekyll", "build", "serve"],
  ["bridgetown", "build", "start"],
  ["middleman", "build", "server"],
  ["nanoc", "compile", "view"],
];

/** Rails 7.1 and later make up a key of their own for this: guides.rubyonrails.org, "Configuring Rails Applications". */
function precompile(project: RubyProject): string {
  const version = project.locked.get("railties") ?? project.locked.get("rails") ?? "8.0";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const key = major > 7 || (major === 7 && minor >= 1) ? "SECRET_KEY_BASE_DUMMY=1" : "SECRET_KEY_BASE=precompile";
  return `RAILS_ENV=production ${key} ${program(project, "rails")} assets:precompile`;
}

function addStart(project: RubyProject): void {
  const { folder, draft } = project;
  addProcfileStart(draft);
  const site = SITES.find(([framework]) => draft.frameworks.includes(framework));
  if (isRailsApp(project)) {
    draft.command(
      "start",
      `${program(project, "rails")} server`,
      draft.proof(folder.first("bin/rails", "config/application.rb") ?? "Gemfile"),
    );
  } else if (site) {
    draft.command("start", `${program(project, site[0])} ${site[2]}`, draft.proof(gemfileOf(folder) ?? ""));
  } else if (draft.frameworks.includes("hanami") && folder.has("config/app.rb")) {
    draft.command("start", `${program(project, "hanami")} server`, draft.proof("config/app.rb"));
  } else if (folder.has("config.ru")) {
    const server = bundled(project, "puma") ? "puma" : "rackup";
    draft.command("start", program(project, server), draft.proof("config.ru"));
  } else addProgramStart(project);
}

function addProgramStart(project: RubyProject): void {
  const { folder, draft } = project;
  const file = folder.first("app.rb", "main.rb", "server.rb", "web.rb");
  if (file === null || gemspecsOf(folder).length > 0) return;
  draft.command("start", program(project, `ruby ${file}`), draft.proof(file, undefined, "medium"));
}
