import { command } from "../../pipeline/new-job.ts";
import type { CommandStep } from "../../pipeline/pipeline.ts";
import type { Component } from "../../profile/stack-profile.ts";
import type { ComponentPlan } from "./component-plan.ts";

/** What must be there before the tests of some frameworks run, unless the repository's own commands see to it. */
export function testPreparation({ component, directory, services }: ComponentPlan): readonly CommandStep[] {
  const steps: CommandStep[] = [];
  const { frameworks, commands } = component;
  const all = `${commands.install} ${commands.test}`;
  if (frameworks.includes("laravel") && !all.includes("key:generate")) {
    const run = `php -r "file_exists('.env') || copy('.env.example', '.env');" && php artisan key:generate`;
    steps.push({ ...command("Prepare the environment", run, directory), why: "Laravel does not start without a key." });
  }
  if (frameworks.includes("rails") && services.some(({ name }) => DATABASES.has(name)) && !/\bdb:/.test(all)) {
    steps.push(command("Prepare the database", "bin/rails db:test:prepare", directory));
  }
  if (/\bplaywright test\b/.test(testText(component)) && !/playwright install/.test(all)) {
    const run = `${executor(component)} playwright install --with-deps`;
    steps.push({ ...command("Install browsers", run, directory), why: "The tests drive real browsers." });
  }
  return steps;
}

const DATABASES: ReadonlySet<string> = new Set(["postgres", "mysql", "mariadb"]);

/** The test command, and what the profile found behind a script's name. */
function testText({ commands, evidence }: Component): string {
  const behind = evidence.filter(({ about }) => about === "test").map(({ value }) => value);
  return [commands.test ?? "", ...behind].join("\n");
}

/** How a component's package manager runs a program of the project. */
export function executor({ packageManager }: Component): string {
  const name = packageManager?.name ?? "npm";
  return EXECUTORS[name] ?? "npx";
}

const EXECUTORS: Readonly<Record<string, string>> = {
  pnpm: "pnpm exec",
  yarn: "yarn",
  bun: "bunx",
  uv: "uv run",
  poetry: "poetry run",
  pdm: "pdm run",
  pipenv: "pipenv run",
  pip: "python -m",
};
