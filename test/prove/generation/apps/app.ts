/** A real repository, small enough to install and test in seconds. */
export interface App {
  readonly name: string;
  /** Programs that the machine must have: the app is skipped, and said so, without them. */
  readonly tools: readonly string[];
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Paths that are executable. */
  readonly executable: readonly string[];
  /** A change after which the app's own tests must fail. */
  readonly fault: { readonly path: string; readonly from: string; readonly to: string };
  /** Needs no network at all. */
  readonly isOffline: boolean;
}

/** The files with the fault in them. */
export function broken({ name, files, fault }: App): Readonly<Record<string, string>> {
  const text = files[fault.path] ?? "";
  if (!text.includes(fault.from)) throw new Error(`The fault of ${name} is not in ${fault.path}.`);
  return { ...files, [fault.path]: text.replace(fault.from, fault.to) };
}
