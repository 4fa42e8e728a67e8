/** Hono's routers, with the answer for each address that has no parameter kept: matching such a one takes a look into a map. */
import type { Result, Router } from "hono/router";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";

export class KeepingRouter<T> implements Router<T> {
  readonly name = "KeepingRouter";
  readonly #router = new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] });
  readonly #fixed = new Set<string>();
  readonly #kept = new Map<string, Result<T>>();

  add(method: string, path: string, handler: T): void {
    if (!/[:*{]/.test(path)) this.#fixed.add(`${method} ${path}`);
    this.#router.add(method, path, handler);
  }

  match(method: string, path: string): Result<T> {
    const name = `${method} ${path}`;
    const known = this.#kept.get(name);
    if (known) return known;
    const result = this.#router.match(method, path);
    if (this.#fixed.has(name)) this.#kept.set(name, result);
    return result;
  }
}
