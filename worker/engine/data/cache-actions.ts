/** Actions that restore a cache of GitHub's cache service, and how each is told not to. */

/** The input that decides, and what it means. */
export interface CacheSwitch {
  readonly input: string;
  /** True for a value (lower case, not empty) with which the action restores a cache. */
  readonly isOn: (value: string) => boolean;
  /** Majors in which it also restores one without the input: from, up to and including; null for none. */
  readonly onByDefault: { readonly from: number; readonly to: number } | null;
  /** What to write to switch it off; `remove` where leaving the input out does so; null where that also switches off the install. */
  readonly off: string | "remove" | null;
  /** Another input without which nothing is cached. */
  readonly onlyWith?: string;
}

interface CacheActionRow {
  /** Null for an action that always restores and cannot be told not to. */
  readonly control: CacheSwitch | null;
  readonly source: string;
  /** The day on which the source was read. */
  readonly seen: string;
}

const SEEN = "2026-11-21";
const ALWAYS = { from: 0, to: Number.POSITIVE_INFINITY };
const since = (from: number, to = Number.POSITIVE_INFINITY) => ({ from, to });
const isTrue = (value: string) => /^(?:true|yes|1)$/.test(value);
const isNotTrue = (value: string) => !isTrue(value);
const isNotFalse = (value: string) => !/^(?:false|no|0)$/.test(value);
const isAny = () => true;

function row(name: string, control: CacheSwitch | null): readonly [string, CacheActionRow] {
  const source = `https://github.com/${name.split("/").slice(0, 2).join("/")}`;
  return [name, { control, source, seen: SEEN }];
}

/** Names a package manager or technology; off without it. */
const named = (input: string): CacheSwitch => ({ input, isOn: isAny, onByDefault: null, off: "remove" });
/** `true` switches it on; off without it. */
const optIn = (input: string, off: CacheSwitch["off"] = "false"): CacheSwitch => ({
  input,
  isOn: isTrue,
  onByDefault: null,
  off,
});
/** On unless the input is false. */
const optOut = (input: string, from = ALWAYS): CacheSwitch => ({
  input,
  isOn: isNotFalse,
  onByDefault: from,
  off: "false",
});
/** On unless the input is true. */
const unless = (input: string, off = "true"): CacheSwitch => ({ input, isOn: isNotTrue, onByDefault: ALWAYS, off });

/** By the action's name, lower case. Whether setup-node caches without an input depends on `package.json`: its rule asks. */
export const CACHE_ACTIONS: Readonly<Record<string, CacheActionRow>> = Object.fromEntries([
  row("actions-rust-lang/setup-rust-toolchain", optOut("cache")),
  row("actions/cache", unless("lookup-only")),
  row("actions/cache/restore", unless("lookup-only")),
  row("actions/setup-dotnet", optIn("cache")),
  row("actions/setup-go", optOut("cache", since(4))),
  row("actions/setup-java", named("cache")),
  row("actions/setup-node", named("cache")),
  row("actions/setup-python", named("cache")),
  row("astral-sh/setup-uv", { ...optOut("enable-cache", since(5, 9)), isOn: isNotFalse }),
  row("awalsh128/cache-apt-pkgs-action", null),
  row("determinatesystems/magic-nix-cache-action", optOut("use-gha-cache")),
  row("docker/setup-buildx-action", { ...optOut("cache-binary", since(3)), onlyWith: "version" }),
  row("graalvm/setup-graalvm", named("cache")),
  row("gradle/actions/setup-gradle", unless("cache-disabled")),
  row("gradle/gradle-build-action", unless("cache-disabled")),
  row("hendrikmuhs/ccache-action", null),
  row("jdx/mise-action", optOut("cache", since(2))),
  row("mlugg/setup-zig", optOut("use-cache")),
  row("mozilla-actions/sccache-action", null),
  row("nix-community/cache-nix-action", null),
  row("oven-sh/setup-bun", unless("no-cache")),
  row("pnpm/action-setup", optIn("cache")),
  row("pyo3/maturin-action", optIn("sccache")),
  row("ramsey/composer-install", unless("ignore-cache", '"yes"')),
  row("ruby/setup-ruby", optIn("bundler-cache", null)),
  row("subosito/flutter-action", optIn("cache")),
  row("swatinem/rust-cache", unless("lookup-only")),
]);
