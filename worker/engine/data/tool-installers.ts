/** Actions that download a tool of their own version, how they are told which, and what they fetch when they are not. */

export interface ToolInstaller {
  /** `owner/repo[/path]`, lower case. */
  readonly action: string;
  /** Name of the tool, as `toolVersion` is asked for it. */
  readonly tool: string;
  /** The input that chooses the version, as the action spells it. */
  readonly input: string;
  /** Values that mean "whatever is newest when the job runs", lower case. */
  readonly moving: readonly string[];
  /** True where the newest is fetched when nothing chooses. A number: only in versions of the action before this major. */
  readonly isDefault: boolean | number;
  /** Inputs that choose the version, or switch the download off, in place of `input`. */
  readonly otherInputs: readonly string[];
  /** A file of the repository that chooses where it speaks of the tool. */
  readonly chosenIn: { readonly name: string; readonly word: string } | null;
  /** From which major of the action on it can install a tool of the major given; null where that was never a matter. */
  readonly needs: { readonly action: number; readonly tool: number } | null;
  /** What stands in front of a version's numbers in the input. */
  readonly prefix: "" | "v";
  readonly source: string;
  readonly seen: string;
}

type Choice = Partial<Pick<ToolInstaller, "moving" | "isDefault" | "otherInputs" | "chosenIn" | "needs" | "prefix">>;

/** `action` with its tool and input; the rest differs from an action that takes the newest only when told to. */
function row([action, tool, input]: readonly [string, string, string], choice: Choice = {}): ToolInstaller {
  const [owner = "", repo = "", ...inside] = action.split("/");
  const folder = inside.length > 0 ? `/tree/HEAD/${inside.join("/")}` : "";
  return {
    action,
    tool,
    input,
    moving: ["latest"],
    isDefault: false,
    otherInputs: [],
    chosenIn: null,
    needs: null,
    prefix: "",
    ...choice,
    source: `https://github.com/${owner}/${repo}${folder}`,
    seen: "2026-11-21",
  };
}

const NEWEST = { isDefault: true } as const;
const NEWEST_V = { isDefault: true, prefix: "v" } as const;
const GOLANGCI_MODULE = { name: "go.mod", word: "golangci-lint" } as const;

export const TOOL_INSTALLERS: readonly ToolInstaller[] = [
  row(["1password/install-cli-action", "1password-cli", "version"], { ...NEWEST, moving: ["latest", "latest-beta"] }),
  row(["1password/load-secrets-action", "1password-cli", "version"], { ...NEWEST, moving: ["latest", "latest-beta"] }),
  row(["aquasecurity/setup-trivy", "trivy", "version"], NEWEST_V),
  row(["aquasecurity/trivy-action", "trivy", "version"], { prefix: "v" }),
  row(["astral-sh/ruff-action", "ruff", "version"]),
  row(["astral-sh/setup-uv", "uv", "version"]),
  row(["azure/powershell", "az-powershell", "azPSVersion"]),
  row(["azure/setup-helm", "helm", "version"], { ...NEWEST_V, otherInputs: ["version-file"] }),
  row(["azure/setup-kubectl", "kubectl", "version"], NEWEST_V),
  row(["bufbuild/buf-setup-action", "buf", "version"]),
  row(["cloudflare/wrangler-action", "wrangler", "wranglerVersion"]),
  row(["conda-incubator/setup-miniconda", "miniconda", "miniconda-version"]),
  row(["cue-lang/setup-cue", "cue", "version"], NEWEST_V),
  row(["dagger/dagger-for-github", "dagger", "version"]),
  row(["digitalocean/action-doctl", "doctl", "version"], NEWEST),
  row(["docker/setup-buildx-action", "buildx", "version"], { prefix: "v" }),
  row(["docker/setup-docker-action", "docker", "version"], NEWEST_V),
  row(["dominikh/staticcheck-action", "staticcheck", "version"]),
  row(["expo/expo-github-action", "eas-cli", "eas-version"]),
  row(["extractions/setup-crate", "crate", "version"], { ...NEWEST, moving: ["*", "latest"] }),
  row(["extractions/setup-just", "just", "just-version"], { ...NEWEST, moving: ["*", "latest"] }),
  row(["fluxcd/flux2/action", "flux", "version"], NEWEST),
  row(["golangci/golangci-lint-action", "golangci-lint", "version"], {
    ...NEWEST_V,
    otherInputs: ["version-file", "install-mode"],
    chosenIn: GOLANGCI_MODULE,
    needs: { action: 7, tool: 2 },
  }),
  row(["google-github-actions/setup-gcloud", "gcloud", "version"], { ...NEWEST, otherInputs: ["skip_install"] }),
  row(["goreleaser/goreleaser-action", "goreleaser", "version"], {
    isDefault: 6,
    moving: ["latest", "nightly"],
    prefix: "v",
  }),
  row(["hashicorp/setup-packer", "packer", "version"], NEWEST),
  row(["hashicorp/setup-terraform", "terraform", "terraform_version"], {
    ...NEWEST,
    otherInputs: ["terraform_version_file"],
  }),
  row(["ko-build/setup-ko", "ko", "version"], { ...NEWEST_V, moving: ["latest-release", "tip"] }),
  row(["mamba-org/setup-micromamba", "micromamba", "micromamba-version"]),
  row(["open-policy-agent/setup-opa", "opa", "version"], NEWEST),
  row(["opentofu/setup-opentofu", "opentofu", "tofu_version"], { ...NEWEST, otherInputs: ["tofu_version_file"] }),
  row(["oven-sh/setup-bun", "bun", "bun-version"], { moving: ["latest", "canary"] }),
  row(["pnpm/action-setup", "pnpm", "version"]),
  row(["prefix-dev/setup-pixi", "pixi", "pixi-version"], { prefix: "v" }),
  row(["pulumi/actions", "pulumi", "pulumi-version"]),
  row(["raven-actions/actionlint", "actionlint", "version"], NEWEST),
  row(["reviewdog/action-setup", "reviewdog", "reviewdog_version"], { ...NEWEST_V, moving: ["latest", "nightly"] }),
  row(["snok/install-poetry", "poetry", "version"], NEWEST),
  row(["snyk/actions/setup", "snyk", "snyk-version"], NEWEST_V),
  row(["supabase/setup-cli", "supabase", "version"], NEWEST),
  row(["superfly/flyctl-actions/setup-flyctl", "flyctl", "version"], NEWEST),
  row(["terraform-linters/setup-tflint", "tflint", "tflint_version"], NEWEST_V),
];

const byAction = new Map(TOOL_INSTALLERS.map((installer) => [installer.action, installer]));

/** The installer of this name (`owner/repo[/path]`, lower case); null for any other action. */
export function toolInstaller(action: string): ToolInstaller | null {
  return byAction.get(action) ?? null;
}
