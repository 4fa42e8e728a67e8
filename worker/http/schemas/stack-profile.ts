import * as z from "zod";
import { CommitSha } from "./common.ts";

const Confidence = z.enum(["high", "medium", "low"]);

const Evidence = z.object({
  about: z.enum([
    "language",
    "package_manager",
    "framework",
    "runtime",
    "monorepo",
    "install",
    "lint",
    "format",
    "typecheck",
    "test",
    "build",
    "start",
    "service",
    "container",
    "deploy",
  ]),
  value: z.string(),
  path: z.string(),
  /** From 1; null where the file's existence is the evidence. */
  line: z.int().nullable(),
  confidence: Confidence,
});

const Component = z.object({
  /** Folder from the root, `.` for the root. */
  path: z.string(),
  ecosystem: z.string(),
  language: z.string(),
  languages: z.array(z.string()),
  package_manager: z
    .object({ name: z.string(), version: z.string().nullable(), lockfile: z.string().nullable() })
    .nullable(),
  frameworks: z.array(z.string()),
  runtimes: z.array(
    z.object({ name: z.string(), version: z.string(), file: z.string(), kind: z.enum(["exact", "range"]) }),
  ),
  monorepo: z.object({ tool: z.string(), packages: z.array(z.string()) }).nullable(),
  /** Folder of the workspace whose root installs, checks and tests this component too; null for one that stands alone. */
  part_of: z.string().nullable(),
  commands: z.object({
    install: z.string().nullable(),
    lint: z.string().nullable(),
    format: z.string().nullable(),
    typecheck: z.string().nullable(),
    test: z.string().nullable(),
    build: z.string().nullable(),
    start: z.string().nullable(),
  }),
  services: z.array(z.object({ name: z.string(), version: z.string().nullable() })),
  container: z.object({ dockerfile: z.string(), context: z.string() }).nullable(),
  deploy: z.object({ target: z.string(), file: z.string() }).nullable(),
  evidence: z.array(Evidence),
  /** The lowest among language, package manager and test command. */
  confidence: Confidence,
});

export const StackProfile = z
  .object({
    /** The main one first; empty where no ecosystem is known. */
    components: z.array(Component),
    notes: z.array(z.object({ code: z.string(), path: z.string().nullable(), detail: z.string() })),
  })
  .meta({ id: "StackProfile" });

export const RepositoryProfile = z
  .object({ commit: CommitSha.nullable(), profile: StackProfile })
  .meta({ id: "RepositoryProfile" });
