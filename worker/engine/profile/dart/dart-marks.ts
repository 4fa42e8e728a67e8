import type { Mark } from "../mark-dependencies.ts";

/** By package on pub.dev; `flutter` itself comes first. */
export const DART_FRAMEWORKS: readonly Mark[] = [
  [/^flutter$/, "flutter"],
  [/^serverpod$/, "serverpod"],
  [/^dart_frog$/, "dart-frog"],
  [/^jaspr$/, "jaspr"],
  [/^angel3_framework$/, "angel3"],
  [/^conduit$/, "conduit"],
  [/^shelf$/, "shelf"],
];

export const DART_DRIVERS: readonly Mark[] = [
  [/^(?:postgres|drift_postgres)$/, "postgres"],
  [/^(?:mysql_client|mysql1)$/, "mysql"],
  [/^redis$/, "redis"],
  [/^mongo_dart$/, "mongodb"],
];
