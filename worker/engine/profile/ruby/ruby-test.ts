import type { Proof } from "../component-draft.ts";
import { bundled, isRailsApp, program, type RubyProject } from "./ruby-project.ts";

/** Runs the tests that there are, by what the bundle installs for them. */
export function addTest(project: RubyProject): void {
  const { folder, draft } = project;
  const sources = folder.below.filter((path) => path.endsWith(".rb"));
  const specs = sources.find((path) => /(?:^|\/)spec\/.*_spec\.rb$/.test(path)) ?? folder.first(".rspec");
  const tests = sources.find((path) => /^test\/(?:.*\/)?(?:test_\w+|\w+_test)\.rb$/.test(path));
  const rspec = bundled(project, "rspec-rails", "rspec", "rspec-core");
  if (rspec && specs !== null) {
    draft.command("test", prepared(project, program(project, "rspec")), rspec);
  } else if (isRailsApp(project) && folder.below.some((path) => path.startsWith("test/"))) {
    const rails = program(project, "rails");
    const run = usesDatabase(project) ? `${rails} db:test:prepare test` : `${rails} test`;
    draft.command("test", run, draft.proof(folder.first("bin/rails", "config/application.rb") ?? "Gemfile"));
  } else if (folder.has("bin/rails") && tests !== undefined) {
    draft.command("test", "bin/rails test", draft.proof("bin/rails"));
  } else if (!addRakeTask(project) && tests !== undefined) addMinitest(project, tests);
}

/** Specs of a Rails application need their database first. */
function prepared(project: RubyProject, run: string): string {
  const isNeeded = isRailsApp(project) && usesDatabase(project);
  return isNeeded ? `${program(project, "rails")} db:test:prepare && ${run}` : run;
}

function usesDatabase(project: RubyProject): boolean {
  return (
    project.folder.has("config/database.yml") ||
    bundled(project, "activerecord", "pg", "mysql2", "trilogy", "sqlite3") !== null
  );
}

/** A task of the Rakefile that runs tests, if the bundle has Rake. */
function addRakeTask(project: RubyProject): boolean {
  const { folder, draft } = project;
  const file = folder.first("Rakefile", "rakefile", "Rakefile.rb");
  const text = folder.text(file ?? "");
  const suite = /\b(?:Rake|Minitest)::TestTask\.(?:new|create)\b[\s(]*(?::(\w+)|["'](\w+)["'])?/.exec(text);
  const task = suite ? (suite[1] ?? suite[2] ?? "test") : /^[ \t]*task[\s(]+:?["']?(test|spec)\b/m.exec(text)?.[1];
  if (file === null || task === undefined || !bundled(project, "rake")) return false;
  draft.command(
    "test",
    `${program(project, "rake")} ${task}`,
    draft.proof(file, suite ? /TestTask/ : /^[ \t]*task\b.*\b(?:test|spec)\b/m),
  );
  return true;
}

/** Ruby's own test libraries need no task: every test file is loaded. */
function addMinitest(project: RubyProject, first: string): void {
  const proof: Proof | null = bundled(project, "minitest", "test-unit");
  if (!proof) return;
  const pattern = /_test\.rb$/.test(first) ? "*_test.rb" : "test_*.rb";
  const run = `bundle exec ruby -Ilib -Itest -e 'Dir["./test/**/${pattern}"].each { |file| require file }'`;
  project.draft.command("test", run, { ...proof, confidence: "medium" });
}
