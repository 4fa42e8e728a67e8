/** Releases of tools that actions install: the offline floor under what the worker asks. A tool that is not there is unknown. */

interface ToolRelease {
  /** As the table of installers calls it. */
  readonly tool: string;
  readonly version: string;
  readonly source: string;
  /** Day on which it was the newest known. */
  readonly seen: string;
}

const npm = (tool: string, version: string): ToolRelease => ({
  tool,
  version,
  source: `https://www.npmjs.com/package/${tool}`,
  seen: "2026-11-21",
});

export const TOOL_RELEASES: readonly ToolRelease[] = [
  npm("bun", "1.4.5"),
  npm("eas-cli", "24.8.0"),
  npm("pnpm", "12.21.0"),
  npm("snyk", "1.1307.4"),
  npm("supabase", "3.1.0"),
  npm("wrangler", "4.164.0"),
  { tool: "ruff", version: "0.16.9", source: "https://pypi.org/project/ruff/", seen: "2026-11-21" },
  {
    tool: "golangci-lint",
    version: "2.14.0",
    source: "https://github.com/cbrgm/mastodon-github-action/releases/tag/v2.2.6",
    seen: "2026-11-01",
  },
  {
    tool: "terraform",
    version: "1.17.1",
    source: "https://sourceforge.net/projects/terraform.mirror/files/",
    seen: "2026-11-21",
  },
  {
    tool: "trivy",
    version: "0.76.2",
    source: "https://github.com/aquasecurity/trivy/releases/tag/v0.76.2",
    seen: "2026-11-05",
  },
];

const byTool = new Map(TOOL_RELEASES.map((release) => [release.tool, release.version]));

/** The newest release that the table has of a tool, for example `1.31.0`; null when it does not know it. */
export function knownRelease(tool: string): string | null {
  return byTool.get(tool) ?? null;
}
