import { type AuditCommand, readAuditCommand } from "./audit-command.ts";
import { type GenerateCommand, readGenerateCommand } from "./generate-command.ts";
import { type ProfileCommand, readProfileCommand } from "./profile-command.ts";
import { readOptions, UsageError } from "./usage.ts";

type Command =
  | AuditCommand
  | ProfileCommand
  | GenerateCommand
  | { readonly kind: "help" }
  | { readonly kind: "version" };

export const HELP = `Usage: autodevops COMMAND DIR... [options]

  audit DIR...          audits the CI/CD pipelines of the repositories in the given
                        folders, offline
  profile DIR...        says what the repositories are made of, and why
  generate DIR          writes a pipeline for the repository

Options of audit:
  --format FORMAT       text (default) for people; json: one object a line for each
                        folder; sarif: one SARIF 2.1.0 log; markdown: a report for
                        pull requests; github: annotations of a workflow run
  --strict              also report what only a strict team wants to hear
  --fix                 write every proved fix into the folder, report what is left
  --diff                print the proved fixes as one unified diff and nothing else
  --fix-class CLASSES   which fixes --fix and --diff take: safe, lookup, review,
                        separated by commas (default: all three)
  --baseline FILE       report only what FILE, printed by --format json or sarif, has
                        not
  --lookups FILE        answers of GitHub and registries as JSON, for use offline:
                        owner/repo@ref to commits, image digests, advisories
  --fail-on SEVERITY    critical, high, medium, low (default), info or never:
                        exit with 1 when a finding is at least this severe

Options of profile:
  --format FORMAT       text (default) or json: one object a line for each folder

Options of generate:
  --platform PLATFORM   github, gitlab or circleci
  --from PLATFORM       convert the existing configuration of that platform instead
  --jobs KINDS          lint, format, typecheck, test, build, security, container,
                        deploy, separated by commas (default: what there is to run)
  --versions VERSIONS   versions of the main language to test on
  --deploy TARGET       cloudflare, container-registry, pages or none (default)
  --branch BRANCH       the default branch (default: what the repository says, or main)
  --runner LABEL        runner label, tag or resource class of every job
  --style STYLE         compact: one job for all checks; parallel: a job for each
  --component DIR       only for the component in this folder; may be repeated
  --format FORMAT       text (default): the configuration; json: one object with the
                        profile, the jobs and what to know about them too
  --write               write the file into the folder instead of printing it
  --replace             a new file even where there is one; without it the missing
                        jobs are added to the file that is there

  --help                show this
  --version             show the version

Exit code: 0 nothing to complain about, 1 findings at or above --fail-on, or no
pipeline could be written, 2 wrong usage or an unreadable folder.
`;

/** Reads the arguments behind the program's name. Throws UsageError. */
export function readCommandLine(args: readonly string[]): Command {
  const { values, positionals } = readOptions(args);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const [name, ...dirs] = positionals;
  switch (name) {
    case "audit":
      return readAuditCommand(dirs, values);
    case "profile":
      return readProfileCommand(dirs, values);
    case "generate":
      return readGenerateCommand(dirs, values);
    case undefined:
      throw new UsageError("Name a command, for example: autodevops audit .");
    default:
      throw new UsageError(`There is no command \`${name}\`; there are audit, profile and generate.`);
  }
}
