/** Images that CircleCI has stopped maintaining or has removed. */
export interface RetiredCircleciImage {
  readonly kind: "docker" | "machine" | "xcode";
  /** The name without its tag, `name:` for every tag of a machine image, or an Xcode version. */
  readonly name: string;
  /** The first day without maintenance (docker) or without the image (others), ISO 8601. */
  readonly end: string;
  /** The image that takes its place, without a tag; null where none does. */
  readonly successor: string | null;
  readonly source: string;
  readonly seen: string;
}

const SEEN = "2026-11-21";
const LEGACY = "https://discuss.circleci.com/t/legacy-convenience-image-deprecation/41034";
const UBUNTU = "https://circleci.com/blog/ubuntu-14-16-image-deprecation/";
const XCODE = "https://circleci.com/changelog/";

/** `name=successor`, both without their namespace where the successor is one of `cimg`. */
const LEGACY_ROWS =
  "android=cimg/android buildpack-deps=cimg/base clojure=cimg/clojure elixir=cimg/elixir golang=cimg/go mariadb=cimg/mariadb mysql=cimg/mysql node=cimg/node openjdk=cimg/openjdk php=cimg/php postgres=cimg/postgres python=cimg/python redis=cimg/redis ruby=cimg/ruby rust=cimg/rust jruby= mongo= dynamodb=";

const legacy = LEGACY_ROWS.split(" ").map((row): RetiredCircleciImage => {
  const [name = "", successor = ""] = row.split("=");
  const common = { kind: "docker", end: "2022-01-01", source: LEGACY, seen: SEEN } as const;
  return { ...common, name: `circleci/${name}`, successor: successor || null };
});

const machines = ["ubuntu-1604:", "circleci/classic:"].map((name): RetiredCircleciImage => {
  const common = { kind: "machine", end: "2022-05-31", source: UBUNTU, seen: SEEN } as const;
  return { ...common, name, successor: "ubuntu-2404" };
});

/** Changelog of 29 September 2026. */
const xcodes = ["14.3.1", "26.1.1", "26.2.0", "26.3.0"].map((name): RetiredCircleciImage => {
  return { kind: "xcode", name, end: "2026-10-30", successor: null, source: XCODE, seen: SEEN };
});

export const RETIRED_CIRCLECI_IMAGES: readonly RetiredCircleciImage[] = [...legacy, ...machines, ...xcodes];
