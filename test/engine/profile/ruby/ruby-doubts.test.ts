import { describe, expect, it } from "vitest";
import { rubyDetector } from "../../../../worker/engine/profile/ruby/ruby-detector.ts";
import { commandsOf, detected, detectIn, managerOf, notesOf, runtimesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

describe("versions", () => {
  it.each<[string, Files, string[]]>([
    ["a range in the Gemfile", { Gemfile: 'ruby "~> 3.3.0"\n' }, ["ruby ~> 3.3.0 range Gemfile"]],
    ["two conditions", { Gemfile: "ruby '>= 3.1', '< 4'\n" }, ["ruby >= 3.1, < 4 range Gemfile"]],
    ["exact in the Gemfile", { Gemfile: 'ruby "3.2.2"\n' }, ["ruby 3.2.2 exact Gemfile"]],
    [
      "the lockfile",
      { Gemfile: "", "Gemfile.lock": "RUBY VERSION\n   ruby 3.4.1\n" },
      ["ruby 3.4.1 exact Gemfile.lock"],
    ],
    [
      "a gemspec",
      { "a.gemspec": 's.required_ruby_version = Gem::Requirement.new(">= 3.0")\n' },
      ["ruby >= 3.0 range a.gemspec"],
    ],
    [
      "another engine",
      { Gemfile: 'ruby "3.1.4", engine: "jruby", engine_version: "9.4"\n' },
      ["ruby 3.1.4 exact Gemfile"],
    ],
  ])("%s", (_, files, runtimes) => {
    expect(runtimesOf(detected(rubyDetector, files))).toEqual(runtimes);
  });
});

describe("doubts", () => {
  it.each<[string, Files, string[]]>([
    ["no lockfile", { Gemfile: 'gem "sinatra"\n' }, ["no_lockfile Gemfile"]],
    [
      "a gem that the lockfile lacks",
      { Gemfile: 'gem "a"\ngem "b"\n', "Gemfile.lock": "DEPENDENCIES\n  a\n" },
      ["lockfile_out_of_date Gemfile.lock"],
    ],
    [
      "versions that differ",
      { Gemfile: 'ruby "~> 3.4.0"\n', "Gemfile.lock": "", ".ruby-version": "3.3.1" },
      ["version_conflict Gemfile"],
    ],
    ["odd text", { Gemfile: 'end end end\ngroup do\ngem\ngem "', "Gemfile.lock": "\0" }, []],
  ])("%s", (_, files, notes) => {
    expect(notesOf(detected(rubyDetector, files))).toEqual(notes);
  });

  it("leaves tools that release an application aside", () => {
    expect(detectIn(rubyDetector, { Gemfile: 'gem "fastlane"\ngem "cocoapods"\n' })).toBeNull();
  });

  it("takes a program without a manifest as it is", () => {
    const found = detected(rubyDetector, { "main.rb": 'puts "hi"\n' });
    expect(managerOf(found)).toBeNull();
    expect(commandsOf(found)).toEqual({ start: "ruby main.rb" });
    expect(detectIn(rubyDetector, { "lib/main.rb": "" }, "lib")).toBeNull();
  });

  it("folds engines of the repository in", () => {
    const found = detected(rubyDetector, {
      Gemfile: 'gem "rails"\npath "engines" do\n  gem "billing"\nend\ngem "core", path: "core"\n',
      "engines/billing/billing.gemspec": "",
      "core/core.gemspec": "",
    });
    expect(found.members).toEqual(["core", "engines/billing"]);
  });
});

describe("gems that a bundle without options lacks run nothing", () => {
  it.each<[string, string, string | undefined]>([
    ["a group that has to be asked for", 'group :maintenance, optional: true do\n  gem "rubocop"\nend\n', undefined],
    [
      "the same in old style",
      'group :lint, :optional => true do\n  gem "rubocop"\n  gem "rubocop-rake"\nend\n',
      undefined,
    ],
    ["a condition on the environment", 'unless ENV["CI"]\n  gem "rubocop"\nend\n', undefined],
    ["a condition behind the gem", 'gem "rubocop" if ENV["LINT"]\n', undefined],
    ["another group", 'group :lint do\n  gem "rubocop"\nend\n', "bundle exec rubocop"],
  ])("%s", (_, gems, lint) => {
    expect(commandsOf(detected(rubyDetector, { Gemfile: `gem "rake"\n${gems}`, "lib/x.rb": "" })).lint).toBe(lint);
  });
});
