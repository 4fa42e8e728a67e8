import { describe, expect, it } from "vitest";
import { rubyDetector } from "../../../../worker/engine/profile/ruby/ruby-detector.ts";
import type { Commands } from "../../../../worker/engine/profile/stack-profile.ts";
import { commandsOf, detected, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const RAILS: Files = {
  Gemfile: `source "https://rubygems.org"

ruby file: ".ruby-version"

gem "rails", "~> 8.0.1"
gem "propshaft"
gem "pg", "~> 1.5" # database
gem "puma", ">= 5.0"
gem "sidekiq"

group :development, :test do
  gem "brakeman", require: false
  gem "rubocop-rails-omakase", require: false
  if ENV["DEBUG"]
    gem "debug"
  end
end

group :test do
  gem "capybara"
end
`,
  "Gemfile.lock": `GEM
  remote: https://rubygems.org/
  specs:
    railties (8.0.1)
      rake (>= 12.2)
    rake (13.2.1)
    rubocop (1.70.0)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  brakeman
  capybara
  debug
  pg (~> 1.5)
  propshaft
  puma (>= 5.0)
  rails (~> 8.0.1)
  rubocop-rails-omakase
  sidekiq

RUBY VERSION
   ruby 3.3.6p108

BUNDLED WITH
   2.5.22
`,
  ".ruby-version": "ruby-3.3.6\n",
  "bin/rails": "",
  "bin/rubocop": "",
  "bin/brakeman": "",
  "config/application.rb": "",
  "config/database.yml":
    "default: &default\n  adapter: postgresql\n  encoding: unicode\n\ntest:\n  <<: *default\n  database: shop_test\n",
  "app/assets/stylesheets/application.css": "",
  "test/models/user_test.rb": "",
};

describe("a Rails application", () => {
  const app = detected(rubyDetector, RAILS);

  it("is told by its Gemfile and lockfile", () => {
    expect(managerOf(app)).toBe("bundler 2.5.22 Gemfile.lock");
    expect(app.frameworks).toEqual(["rails"]);
    expect(servicesOf(app)).toEqual(["postgres", "redis"]);
    expect(runtimesOf(app)).toEqual(["ruby 3.3.6 exact .ruby-version"]);
    expect(notesOf(app)).toEqual([]);
  });

  it("is run through the programs in bin", () => {
    expect(commandsOf(app)).toEqual({
      install: "bundle install",
      lint: "bin/rubocop",
      test: "bin/rails db:test:prepare test",
      build: "RAILS_ENV=production SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile",
      start: "bin/rails server",
    });
  });

  it("says where it read what", () => {
    const claims = app.evidence.map(({ about, value, path, line }) => `${about} ${value} ${path}:${line}`);
    expect(claims).toContain("framework rails Gemfile:5");
    expect(claims).toContain("service postgres config/database.yml:2");
    expect(claims).toContain("package_manager bundler 2.5.22 Gemfile.lock:27");
    expect(claims).toContain("lint bin/brakeman --no-pager Gemfile:12");
  });
});

it.each([
  ["yarn.lock", "bundle install && yarn install --frozen-lockfile"],
  ["bun.lock", "bundle install && bun install --frozen-lockfile"],
])("installs what builds the pages of Rails, by %s", (lockfile, install) => {
  const gemfile = 'gem "rails"\ngem "jsbundling-rails"\n';
  expect(detected(rubyDetector, { Gemfile: gemfile, "package.json": "{}", [lockfile]: "" }).commands.install).toBe(
    install,
  );
});

const LOCK = (...gems: readonly string[]) =>
  `GEM\n  specs:\n${gems.map((gem) => `    ${gem}\n`).join("")}\nDEPENDENCIES\n`;

describe("Ruby repositories", () => {
  it.each<[string, Files, string[], Partial<Commands>]>([
    [
      "Rails with RSpec and an old framework",
      {
        Gemfile: 'gem "rails", "6.1.7"\ngem "mysql2"\ngem "rspec-rails", group: :test\ngem "sprockets-rails"\n',
        "Gemfile.lock": LOCK("rails (6.1.7)", "railties (6.1.7)"),
        "config/application.rb": "",
        "config/database.yml": "",
        "app/assets/config/manifest.js": "",
        "spec/models/a_spec.rb": "",
      },
      ["rails"],
      {
        install: "bundle install",
        test: "bundle exec rails db:test:prepare && bundle exec rspec",
        build: "RAILS_ENV=production SECRET_KEY_BASE=precompile bundle exec rails assets:precompile",
        start: "bundle exec rails server",
      },
    ],
    [
      "Sinatra with Minitest and Rake",
      {
        Gemfile: "gem 'sinatra'\ngem 'puma'\ngem 'rackup'\ngem 'rake'\ngem 'minitest', group: [:test]\n",
        "config.ru": "",
        Rakefile: 'require "rake/testtask"\nRake::TestTask.new do |t|\nend\n',
        "test/app_test.rb": "",
      },
      ["sinatra"],
      { install: "bundle install", test: "bundle exec rake test", start: "bundle exec puma" },
    ],
    [
      "Sinatra in one file with a Procfile",
      {
        Gemfile: 'gem "sinatra"\n',
        "app.rb": "",
        Procfile: "release: rake db:migrate\nweb: bundle exec ruby app.rb -p $PORT\n",
      },
      ["sinatra"],
      { install: "bundle install", start: "bundle exec ruby app.rb -p $PORT" },
    ],
    [
      "a gem with a gemspec",
      {
        Gemfile: 'source "https://rubygems.org"\ngemspec\n\ngem "standard"\n',
        "thing.gemspec":
          'Gem::Specification.new do |spec|\n  spec.required_ruby_version = ">= 3.1"\n  spec.add_dependency "zeitwerk", "~> 2"\n  spec.add_development_dependency("rspec", "~> 3")\nend\n',
        ".rspec": "--format doc\n",
        "spec/thing_spec.rb": "",
      },
      [],
      {
        install: "bundle install",
        lint: "bundle exec standardrb",
        test: "bundle exec rspec",
        build: "gem build thing.gemspec",
      },
    ],
    [
      "an engine for Rails",
      {
        Gemfile: "gemspec\n",
        "a.gemspec": 's.add_dependency "rails", ">= 7"\n',
        "bin/rails": "",
        "test/a_test.rb": "",
      },
      ["rails"],
      { install: "bundle install", test: "bin/rails test", build: "gem build a.gemspec" },
    ],
    [
      "Jekyll",
      { Gemfile: 'group :jekyll_plugins do\n  gem "jekyll-feed"\nend\ngem "jekyll", "~> 4.3"\n', "_config.yml": "" },
      ["jekyll"],
      { install: "bundle install", build: "bundle exec jekyll build", start: "bundle exec jekyll serve" },
    ],
    [
      "Hanami",
      { Gemfile: 'gem "hanami", "~> 2.2"\ngem "rspec", group: :test\n', "config/app.rb": "", "spec/a_spec.rb": "" },
      ["hanami"],
      { install: "bundle install", test: "bundle exec rspec", start: "bundle exec hanami server" },
    ],
    [
      "Grape with Sorbet and plain Minitest",
      { Gemfile: 'gem "grape"\ngem "sorbet"\ngem "minitest"\n', "sorbet/config": ".", "test/test_api.rb": "" },
      ["grape"],
      {
        install: "bundle install",
        typecheck: "bundle exec srb tc",
        test: `bundle exec ruby -Ilib -Itest -e 'Dir["./test/**/test_*.rb"].each { |file| require file }'`,
      },
    ],
    [
      "Roda under the newer names",
      { "gems.rb": 'gem "roda"\n', "gems.locked": LOCK("roda (3.0)") },
      ["roda"],
      { install: "bundle install" },
    ],
    [
      "a lockfile alone that was read",
      { Gemfile: null, "Gemfile.lock": "DEPENDENCIES\n  sinatra (~> 4)\n" },
      ["sinatra"],
      { install: "bundle install" },
    ],
    [
      "Rails without a database",
      { Gemfile: 'gem "railties"\n', "bin/rails": "", "test/a_test.rb": "" },
      ["rails"],
      { install: "bundle install", test: "bin/rails test", start: "bin/rails server" },
    ],
  ])("%s", (_, files, frameworks, commands) => {
    const found = detected(rubyDetector, files);
    expect(found.frameworks).toEqual(frameworks);
    expect(commandsOf(found)).toEqual(commands);
  });
});

describe("services", () => {
  it.each<[string, string, string, string[]]>([
    [
      "SQLite in tests",
      'gem "pg"\ngem "sqlite3"\n',
      "default: &d\n  adapter: sqlite3\ntest:\n  <<: *d\nproduction:\n  adapter: postgresql\n",
      [],
    ],
    [
      "another one in tests",
      'gem "pg"\ngem "mysql2"\n',
      "default: &d\n  adapter: postgresql\ntest:\n  adapter: mysql2\n",
      ["mysql"],
    ],
    [
      "drivers without configuration",
      'gem "mongoid"\ngem "bunny"\ngem "trilogy"\n',
      "",
      ["mysql", "mongodb", "rabbitmq"],
    ],
    ["containers of the tests' own", 'gem "pg"\ngem "testcontainers-postgres"\n', "", []],
  ])("%s", (_, gemfile, database, services) => {
    const found = detected(rubyDetector, { Gemfile: gemfile, "config/database.yml": database });
    expect(servicesOf(found)).toEqual(services);
  });
});
