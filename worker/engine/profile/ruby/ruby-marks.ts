import type { Mark } from "../mark-dependencies.ts";

/** Frameworks by the gem that brings them, the most telling first. Source: rubygems.org. */
export const RUBY_FRAMEWORKS: readonly Mark[] = [
  [/^(?:rails|railties)$/, "rails"],
  [/^hanami$/, "hanami"],
  [/^sinatra$/, "sinatra"],
  [/^roda$/, "roda"],
  [/^grape$/, "grape"],
  [/^padrino$/, "padrino"],
  [/^(?:jekyll|github-pages)$/, "jekyll"],
  [/^bridgetown$/, "bridgetown"],
  [/^middleman$/, "middleman"],
  [/^nanoc$/, "nanoc"],
  [/^cuba$/, "cuba"],
];

/** Drivers by the service that they talk to. Source: the gems' own pages on rubygems.org. */
export const RUBY_DRIVERS: readonly Mark[] = [
  [/^pg$/, "postgres"],
  [/^(?:mysql2|trilogy)$/, "mysql"],
  [/^(?:redis|redis-client|sidekiq|resque|hiredis|hiredis-client)$/, "redis"],
  [/^(?:mongo|mongoid)$/, "mongodb"],
  [/^(?:bunny|sneakers|kicks)$/, "rabbitmq"],
  [/^(?:elasticsearch|searchkick|elasticsearch-model)$/, "elasticsearch"],
  [/^dalli$/, "memcached"],
];

/** What tests imitate by themselves; `*` stands for every service. */
export const RUBY_INSTEAD: readonly Mark[] = [
  [/^testcontainers(?:-|$)/, "*"],
  [/^(?:fakeredis|mock_redis)$/, "redis"],
];

/** Gems that build or publish applications of other languages. */
export const TOOLING =
  /^(?:fastlane(?:-.*)?|cocoapods(?:-.*)?|danger(?:-.*)?|xcpretty|xcode-install|activesupport|bigdecimal|mutex_m|logger|benchmark|concurrent-ruby|xcodeproj|dotenv|abbrev|nkf|ostruct)$/;
