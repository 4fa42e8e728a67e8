/** Calls to Durable Objects: retried on a fresh stub while the platform calls the failure retryable, never when overloaded. */
import { AppError } from "../errors.ts";
import { hooked, type SeamHook } from "./hooks.ts";
import type { Random } from "./random.ts";

const MAX_TRIES = 3;
const BACKOFF_MS = 50;

/** The methods of an object as its callers see them: everything answers with a promise. */
export type Remote<T> = {
  readonly [K in keyof T as T[K] extends (...args: never[]) => unknown ? K : never]: T[K] extends (
    ...args: infer A
  ) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

export type Stubs = {
  /** `fresh` makes a new stub for every try, because a stub is broken after an exception. */
  remote<T>(name: string, fresh: () => object): Remote<T>;
};

type PlatformFailure = { readonly retryable?: boolean; readonly overloaded?: boolean };

function failureOf(error: unknown): PlatformFailure {
  return typeof error === "object" && error !== null ? error : {};
}

function overloaded(cause: unknown): AppError {
  return new AppError("unavailable", "The service is busy. Try again in a few seconds.", { cause });
}

/** Methods may run more than once: they have to be idempotent. */
export function createStubs(random: Random, hook?: SeamHook): Stubs {
  async function attempt(name: string, call: () => Promise<unknown>, tried: number): Promise<unknown> {
    try {
      return await hooked(hook, { seam: "stub", name }, call);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.overloaded === true) throw overloaded(error);
      if (failure.retryable !== true || tried >= MAX_TRIES) throw error;
      await scheduler.wait(random.fraction() * BACKOFF_MS * 2 ** tried);
      return attempt(name, call, tried + 1);
    }
  }
  return {
    remote: <T>(name: string, fresh: () => object) =>
      new Proxy(
        {},
        {
          get(_target, key) {
            // A promise would be unwrapped by `await`; an object's stub is none.
            if (key === "then" || typeof key === "symbol") return undefined;
            return (...args: unknown[]) =>
              attempt(`${name}.${key}`, async () => Reflect.apply(methodOf(fresh(), key), undefined, args), 1);
          },
        },
      ) as Remote<T>,
  };
}

/** A stub answers every name with a callable, which must keep its receiver. */
function methodOf(stub: object, key: string): (...args: unknown[]) => unknown {
  return (...args) => {
    const method: unknown = Reflect.get(stub, key);
    if (typeof method !== "function") throw new TypeError(`The object has no method ${key}.`);
    return Reflect.apply(method, stub, args);
  };
}
