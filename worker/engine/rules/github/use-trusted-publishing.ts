import { defineRule } from "../../rule.ts";
import { hasOwnNpmRegistry } from "./use-trusted-publishing/npm-registry.ts";
import { publicationsIn } from "./use-trusted-publishing/publications.ts";

export const useTrustedPublishing = defineRule({
  meta: {
    id: "use-trusted-publishing",
    category: "security",
    severity: "info",
    title: "A package is published with a stored token",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A step that publishes to npm, PyPI, crates.io, RubyGems.org or NuGet with a token from a secret: an action with its token input, or a command such as `npm publish`, `twine upload`, `cargo publish`, `gem push`, `dotnet nuget push` with the token in its environment or on its command line.",
      why: "A stored token works for whoever gets it, from anywhere, until somebody revokes it. These registries accept the run's own identity (OIDC) instead: a token that lives for minutes and only for this workflow. [npm](https://docs.npmjs.com/trusted-publishers), [PyPI](https://docs.pypi.org/trusted-publishers/), [crates.io](https://crates.io/docs/trusted-publishing), [RubyGems](https://guides.rubygems.org/trusted-publishing/), [NuGet](https://learn.microsoft.com/en-us/nuget/nuget-org/trusted-publishing), read 2026-11-21.",
      notReported:
        "Publishing without a stored token. `GITHUB_TOKEN`, which is short-lived. Other registries: GitHub Packages, a company's own, named in an option, a variable, `registry-url` of `setup-node` in the same job, `publishConfig` of the root `package.json`, or `.npmrc`. Tokens that a step of the job made (`steps.….outputs.…`). Dry runs. Scripts of the package (`npm run publish`), whose content is elsewhere. GitLab, whose registries have other ways.",
      fix: "Register the workflow as a trusted publisher at the registry, grant the job `id-token: write`, drop the token, and delete the secret. The registration needs the package's owner, so no fix is offered.",
      example: {
        before: "- uses: pypa/gh-action-pypi-publish@release/v1\n  with:\n    password: ${{ secrets.PYPI_TOKEN }}\n",
        after: "permissions:\n  id-token: write\nsteps:\n  - uses: pypa/gh-action-pypi-publish@release/v1\n",
      },
    },
  },

  *check(context) {
    for (const place of context.steps) {
      const { document, job, step } = place;
      const [first, ...others] = publicationsIn(place);
      if (!first || (first.registry === "npm" && hasOwnNpmRegistry(context.repository))) continue;
      yield {
        message: `This publishes to ${first.registry} with a stored token; register the workflow as a trusted publisher and drop the token.`,
        path: document.path,
        at: first.at,
        anchor: `${job?.id ?? "action"}.${step.identity}`,
        related: others.map(({ at }) => ({ path: document.path, at })),
      };
    }
  },
});
