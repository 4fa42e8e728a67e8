import { settingsPlace } from "../../model/settings-place.ts";
import { findTrigger } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";

export const forkSecretExposure = defineRule({
  meta: {
    id: "fork-secret-exposure",
    category: "security",
    severity: "high",
    title: "Pull requests of forks get secrets or a token that writes",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A private or internal repository whose settings send secrets, or a token that may write, to workflows that run for pull requests of forks.",
      why: "Whoever may read the repository may fork it, change the workflow in a pull request, and so print every secret or push with the token, before anybody has looked. GitHub: [workflows from forks of private repositories](https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository#enabling-workflows-for-forks-of-private-repositories), read 2026-11-21.",
      notReported:
        "Public repositories, where these settings do not exist. Settings that could not be read. Repositories without a workflow.",
      fix: 'Under "Settings, Actions, General, Fork pull request workflows": send neither secrets nor write tokens. An administrator has to do it.',
      example: {
        before: "send_secrets_and_variables: true\nsend_write_tokens_to_workflows: true\n",
        after: "send_secrets_and_variables: false\nsend_write_tokens_to_workflows: false\n",
      },
    },
  },

  *check({ repository, lookups }) {
    const place = settingsPlace(repository);
    if (!place) return;
    const settings = lookups.settings();
    if (settings === "unknown" || settings.visibility === "public") return;
    const sent = [
      settings.forkSecrets === true ? "the repository's secrets" : "",
      settings.forkWriteToken === true ? "a token that may write" : "",
    ].filter((text) => text !== "");
    if (sent.length === 0) return;
    const trigger = repository.workflows
      .flatMap((workflow) => [{ workflow, found: findTrigger(workflow, "pull_request") }])
      .find(({ found }) => found !== null);
    yield {
      ...place,
      ...(trigger?.found ? { path: trigger.workflow.path, at: trigger.found.key } : {}),
      message: `Pull requests of forks get ${sent.join(" and ")} by the repository's settings; switch that off under "Settings, Actions, General".`,
    };
  },
});
