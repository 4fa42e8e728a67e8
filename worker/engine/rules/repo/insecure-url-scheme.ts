import { replaceSpan } from "../../edit/edit-yaml.ts";
import { type HookRepository, hookRepositories } from "../../model/pre-commit.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

const INSECURE = /^(http|git):\/\/(?:[^@/\s]*@)?([^/:\s[\]]+)(:\d+)?\//i;
/** Nothing leaves the machine. */
const OWN_MACHINE = /^(?:localhost|127(?:\.\d+){3})$/i;

export const insecureUrlScheme = defineRule({
  meta: {
    id: "insecure-url-scheme",
    category: "security",
    severity: "high",
    title: "Hooks are fetched over an unprotected connection",
    fixClass: "safe",
    docs: {
      what: "A `repo:` of `.pre-commit-config.yaml` whose URL begins with `http://` or `git://`.",
      why: "Neither transport encrypts or says who answers, so anybody on the way can send other hooks, which then run with the rights of the developer or of the CI job (https://git-scm.com/book/en/v2/Git-on-the-Server-The-Protocols). GitHub refuses `git://` altogether since March 2022 (https://github.blog/security/application-security/improving-git-protocol-security-github/).",
      notReported:
        "`https://`, `ssh://` and `git@host:path`, which are protected. `local`, `meta` and `builtin`, and paths. Hosts on the same machine (`localhost`, `127.0.0.1`). URLs in comments and in the hooks' own arguments.",
      fix: "Write `https://` in front of the same host and path. Where the URL names a port, HTTPS listens elsewhere: ask who runs the host.",
      example: {
        before: "repos:\n  - repo: http://github.com/psf/black\n    rev: 25.1.0\n",
        after: "repos:\n  - repo: https://github.com/psf/black\n    rev: 25.1.0\n",
      },
    },
  },

  *check({ repository, files }) {
    for (const hooks of hookRepositories(repository)) {
      const { file, url } = hooks;
      const [, scheme = "", host = ""] = INSECURE.exec(url.value.trim()) ?? [];
      if (scheme === "" || OWN_MACHINE.test(host) || !files.includes(file)) continue;
      yield {
        message: `Hooks from \`${host}\` come over \`${scheme}://\`, which anybody on the way can change; use \`https://\`.`,
        path: file.path,
        at: url,
        anchor: `repos.${url.value.trim().slice(scheme.length)}`,
        fix: () => writeHttps(hooks),
      };
    }
  },
});

function writeHttps({ file, url }: HookRepository): FixOutcome {
  const source = file.slice(url.content);
  const [, scheme = "", host = "", port] = INSECURE.exec(source.trim()) ?? [];
  if (port) return { abstain: "The URL names a port, where HTTPS does not listen; write the right address by hand." };
  if (scheme === "" || url.aliased || url.style === "literal" || url.style === "folded")
    return { abstain: "The URL is written in a form that cannot be edited safely; write `https://` by hand." };
  const start = url.content.start + source.indexOf(scheme);
  return {
    edits: [replaceSpan(file, { start, end: start + scheme.length }, "https")],
    title: `Fetch hooks from \`${host}\` over HTTPS`,
    explanation: `The same repository of \`${host}\` is now fetched over an encrypted connection that proves who answers.`,
  };
}
