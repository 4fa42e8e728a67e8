/** A process of its own around workerd, so that both can be killed at once. Takes a file with the options; says when it is up. */
import { readFileSync } from "node:fs";
import { ofWrangler } from "./bundle.ts";
import type { ChildOptions } from "./workerd.ts";

type Prepared = { run(): Promise<unknown> };
type Database = {
  exec(sql: string): Promise<unknown>;
  prepare(sql: string): Prepared;
  batch(of: Prepared[]): Promise<unknown>;
};
type Miniflare = {
  readonly ready: Promise<URL>;
  getD1Database(name: string): Promise<Database>;
  dispose(): Promise<void>;
};
type Options = Readonly<Record<string, unknown>>;
type Library = {
  readonly Miniflare: new (options: Options) => Miniflare;
  convertV4MiniflareOptions(options: Options): Options;
};

const BREAK = "--> statement-breakpoint";
const DONE = "create table if not exists d1_migrations (name text primary key)";

/** What `wrangler d1 migrations apply` does, without wrangler: files in order, each once and whole. */
async function migrate(database: Database, files: ChildOptions["migrations"]): Promise<void> {
  await database.exec(DONE);
  const { results } = (await database.prepare("select name from d1_migrations").run()) as {
    results: { name: string }[];
  };
  const known = new Set(results.map(({ name }) => name));
  for (const { name, path } of files.filter((file) => !known.has(file.name))) {
    const statements = readFileSync(path, "utf8")
      .split(BREAK)
      .map((sql) => sql.trim());
    const all = [...statements.filter((sql) => sql !== ""), `insert into d1_migrations (name) values ('${name}')`];
    await database.batch(all.map((sql) => database.prepare(sql)));
  }
}

// Whoever started this holds the other end: without them there is nothing to run for.
process.stdin.resume().once("close", () => process.kill(-process.pid, "SIGKILL"));

const { migrations, quiet, miniflare } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as ChildOptions;
const { Miniflare, convertV4MiniflareOptions } = ofWrangler("miniflare") as Library;
if (migrations.length > 0) {
  // Without the Worker: a statement from here stops this process, and with it the reading of what a busy Worker prints.
  const alone = new Miniflare(convertV4MiniflareOptions(quiet));
  await migrate(await alone.getD1Database("DB"), migrations);
  await alone.dispose();
}
const running = new Miniflare(convertV4MiniflareOptions(miniflare));
await running.ready;
process.stdout.write("ready\n");
