import { json, type Stack } from "./stack.ts";

/** Ruby, PHP, Elixir, Dart. */
export const SCRIPTED: readonly Stack[] = [
  {
    name: "ruby: a Rails application",
    files: {
      Gemfile:
        'source "https://rubygems.org"\n\ngem "rails", "~> 8.0"\ngem "pg"\n\ngroup :development, :test do\n  gem "rubocop-rails-omakase"\n  gem "brakeman"\nend\n',
      "Gemfile.lock":
        "GEM\n  remote: https://rubygems.org/\n  specs:\n    rails (8.0.2)\n    pg (1.5.9)\n\nBUNDLED WITH\n   2.6.9\n",
      ".ruby-version": "3.4.5\n",
      "bin/rails": null,
      "bin/rubocop": null,
      "config/application.rb": 'require "rails/all"\n',
      "config/database.yml": "test:\n  adapter: postgresql\n",
      "test/models/order_test.rb": null,
    },
    expected: { language: "ruby", packageManager: "bundler", runtime: "ruby 3.4.5", framework: "rails" },
  },
  {
    name: "ruby: a gem with RSpec",
    files: {
      Gemfile: 'source "https://rubygems.org"\ngemspec\n',
      "ratios.gemspec":
        'Gem::Specification.new do |spec|\n  spec.name = "ratios"\n  spec.required_ruby_version = ">= 3.3"\n  spec.add_development_dependency "rspec", "~> 3.13"\nend\n',
      ".rspec": null,
      "lib/ratios.rb": null,
      "spec/ratios_spec.rb": null,
    },
    expected: { language: "ruby", packageManager: "bundler", runtime: "ruby 3.3", framework: null },
  },
  {
    name: "php: a Laravel application",
    files: {
      "composer.json": json({
        require: { php: "^8.3", "laravel/framework": "^12.0" },
        "require-dev": { "phpunit/phpunit": "^11.5", "laravel/pint": "^1.22" },
      }),
      "composer.lock": "{}\n",
      artisan: null,
      ".env.example": "APP_KEY=\nDB_CONNECTION=sqlite\n",
      "phpunit.xml": "<phpunit/>\n",
      "tests/Feature/HomeTest.php": null,
    },
    expected: { language: "php", packageManager: "composer", runtime: "php", framework: "laravel" },
  },
  {
    name: "elixir: a Phoenix application",
    files: {
      "mix.exs":
        'defmodule Chat.MixProject do\n  use Mix.Project\n\n  def project do\n    [app: :chat, version: "0.1.0", elixir: "~> 1.18", deps: deps()]\n  end\n\n  defp deps do\n    [{:phoenix, "~> 1.7"}, {:ecto_sql, "~> 3.12"}, {:postgrex, ">= 0.0.0"}, {:credo, "~> 1.7", only: [:dev, :test]}]\n  end\nend\n',
      "mix.lock": "%{\n}\n",
      ".formatter.exs": null,
      ".tool-versions": "elixir 1.18.4-otp-27\nerlang 27.3.4\n",
      "test/chat_test.exs": null,
    },
    expected: { language: "elixir", packageManager: "mix", runtime: "elixir 1.18", framework: "phoenix" },
  },
  {
    name: "dart: a package",
    files: {
      "pubspec.yaml":
        "name: colors\nenvironment:\n  sdk: ^3.8.0\ndev_dependencies:\n  test: ^1.26.0\n  lints: ^6.0.0\n",
      "pubspec.lock": null,
      "analysis_options.yaml": null,
      "lib/colors.dart": null,
      "test/colors_test.dart": null,
    },
    expected: { language: "dart", packageManager: "pub", runtime: "dart", framework: null },
  },
  {
    name: "flutter: an application",
    files: {
      "pubspec.yaml":
        "name: notes\nenvironment:\n  sdk: ^3.8.0\ndependencies:\n  flutter:\n    sdk: flutter\ndev_dependencies:\n  flutter_test:\n    sdk: flutter\n",
      "pubspec.lock": null,
      "lib/main.dart": null,
      "test/widget_test.dart": null,
    },
    expected: { language: "dart", packageManager: "pub", runtime: null, framework: "flutter" },
  },
];
