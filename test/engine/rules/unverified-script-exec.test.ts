import { describe, expect, it } from "vitest";
import { unverifiedScriptExec } from "../../../worker/engine/rules/github/unverified-script-exec.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const steps = (text: string, runner = "ubuntu-24.04") =>
  `on: push\njobs:\n  a:\n    runs-on: ${runner}\n    steps:\n${text}`;
const run = (...lines: string[]) => steps(`      - run: |\n${lines.map((line) => `          ${line}\n`).join("")}`);
const windows = (...lines: string[]) =>
  steps(`      - run: |\n${lines.map((line) => `          ${line}\n`).join("")}`, "windows-2025");
const URL = "https://example.com/install.sh";
const SHA = "a".repeat(40);

describe("unverified-script-exec stays silent", () => {
  it.each([
    ["a checksum", run(`curl -fsSLo x.sh ${URL}`, 'echo "$SUM  x.sh" | sha256sum -c', "sh x.sh")],
    [
      "a checksum from standard input",
      run(`wget ${URL}`, 'echo "$SUM install.sh" | shasum -a 256 -c -', "sh install.sh"),
    ],
    [
      "a digest that is compared",
      run(`wget ${URL}`, '[ "$(sha256sum install.sh | cut -c1-64)" = "$SUM" ]', "sh install.sh"),
    ],
    ["a signature", run(`curl -fsSLo x.sh ${URL}`, "gpg --verify x.sh.asc x.sh", "bash x.sh")],
    ["cosign", run(`curl -Lo tool ${URL}`, "cosign verify-blob --bundle tool.bundle tool", "chmod +x tool")],
    ["an attestation", run(`curl -Lo tool ${URL}`, "gh attestation verify tool --owner o", "chmod +x tool")],
    [
      "openssl with a key",
      run(`curl -Lo tool ${URL}`, "openssl dgst -verify k.pem -signature s tool", "chmod +x tool"),
    ],
    ["a function that verifies", run(`curl -Lo tool ${URL}`, "verify_checksum tool", "chmod +x tool")],
    [
      "PHP's hash",
      run(`curl -o setup.php ${URL}`, `php -r "hash_file('sha384', 'setup.php') === 'x' || exit(1);"`, "php setup.php"),
    ],
    ["an address with a commit", run(`curl -fsSL https://raw.githubusercontent.com/o/r/${SHA}/x.sh | sh`)],
    ["the commit of the run", run('curl -fsSL "https://raw.githubusercontent.com/o/r/${{ github.sha }}/x.sh" | sh')],
    ["data for a filter", run("curl -fsSL https://api.example.com/x | jq .name")],
    ["data for a script of the project", run("curl -fsSL https://example.com/x.json | python3 parse.py")],
    ["data for a Node.js script", run("curl -fsSL https://example.com/x.json | node x.js")],
    ["data for a shell script", run("curl -fsSL https://example.com/x.json | bash -e ./read.sh")],
    ["data for a one-liner", run("curl -fsSL https://example.com/x.json | python3 -c 'import sys'")],
    ["data for a module", run("curl -fsSL https://example.com/x.json | python3 -m json.tool")],
    ["data for Perl's filter", run("curl -fsSL https://example.com/x | perl -ne 'print if /a/'")],
    ["an argument", run('bash ./deploy.sh "$(curl -s https://example.com/version)"')],
    ["a file argument", run("node check.js <(curl -s https://example.com/x.json)")],
    ["a part of a text", run('bash -c "test $(curl -s https://example.com/status) = 200"')],
    ["an assignment", run("VERSION=$(curl -s https://example.com/version)", "bash build.sh")],
    ["an archive that is unpacked", run("curl -fsSL https://example.com/x.tar.gz | tar xz")],
    ["a file that nobody runs", run("curl -fsSLo data.bin https://example.com/data.bin", "ls data.bin")],
    ["a mode that executes nothing", run("curl -o key https://example.com/key", "chmod 600 key")],
    [
      "a file installed as data",
      run("curl -o x.conf https://example.com/x", "sudo install -m 0644 x.conf /etc/x.conf"),
    ],
    ["the own machine", run("curl -fsS http://localhost:8080/x.sh | sh")],
    ["text that is printed", run(`echo "curl ${URL} | sh"`)],
    ["a comment", run(`# curl ${URL} | sh`, "make")],
    ["a script of the project", run("sh ./install.sh", "curl -fsS https://example.com/health")],
    ["another file that runs", run("curl -fsSLo a.json https://example.com/a.json", "chmod +x run.sh", "./run.sh")],
    ["a key for apt", run("curl -fsSL https://example.com/k | sudo gpg --dearmor -o /usr/share/keyrings/k.gpg")],
    ["a package that is installed", run("wget https://example.com/x.deb", "sudo dpkg -i x.deb")],
    ["a version of the downloader", run("curl --version | bash")],
    ["a pinned Deno module", run("deno run -A https://deno.land/x/tool@v1.2.3/main.ts")],
    ["PowerShell that reads data", windows("$x = Invoke-RestMethod https://example.com/x.json", "Write-Host $x")],
    [
      "PowerShell with a hash",
      windows("iwr https://example.com/x.exe -OutFile x.exe", "Get-FileHash x.exe", "./x.exe"),
    ],
    ["PowerShell that prints", windows("Write-Host 'iwr https://example.com/x.ps1 | iex'")],
    ["Python that speaks of it", steps(`      - shell: python\n        run: print("curl ${URL} | sh")\n`)],
    ["a Dockerfile that only downloads", { Dockerfile: "FROM x\nRUN curl -o /x https://example.com/x\n" }],
    ["a Dockerfile in exec form", { Dockerfile: `FROM x\nRUN ["curl", "${URL}"]\n` }],
    ["a Dockerfile with a comment", { Dockerfile: `FROM x\nRUN true \\\n  # curl ${URL} | sh\n  && true\n` }],
    ["a search for a word", run("curl -s https://example.com/x | grep -q bash")],
    ["a list for apt", run("curl -s https://example.com/x | sudo tee /etc/apt/sources.list.d/x.list")],
    ["an answer that is kept", run("curl -X POST -d @body.json https://example.com/x | tee log.txt")],
    ["data for a later script", run("curl -o page.html https://example.com/", "bash check.sh page.html")],
    ["a table for Python", run("wget https://example.com/data.csv", "python3 run.py data.csv")],
    ["an archive in a file", run("wget https://example.com/x.zip", "unzip x.zip", "./x/run.sh")],
    ["a here-document", run("cat > README <<'EOF'", `curl ${URL} | sh`, "EOF")],
    ["a message", run(`git commit -m "install by curl ${URL} | sh"`)],
    ["arguments of another command", run("curl -s https://example.com/list | xargs echo")],
    ["a one-liner of Node.js", run('curl -s https://example.com/x.json | node -e "read()"')],
    ["a one-liner of Ruby", run("curl -s https://example.com/x.json | ruby -rjson -e 'p 1'")],
    ["a one-liner of PHP", run("curl -s https://example.com/x.json | php -r 'echo 1;'")],
    ["an agent beside a request", run('eval "$(ssh-agent -s)"', "curl -s https://example.com/health")],
    ["a checksum of another kind", run(`curl -Lo tool ${URL}`, "b2sum --check tool.b2", "chmod +x tool")],
    ["minisign", run(`curl -Lo tool ${URL}`, "minisign -Vm tool -P k", "chmod +x tool")],
    [
      "a checksum in another step",
      steps(`      - run: wget ${URL}\n      - run: sha256sum -c sums\n      - run: sh install.sh\n`),
    ],
    ["a script of the project with the same name", run(`wget ${URL}`, "bash scripts/install.sh")],
    ["a file of an earlier step", steps(`      - run: ./install.sh\n      - run: wget ${URL}\n`)],
    [
      "a file of another job",
      `${steps(`      - run: wget ${URL}\n`)}  b:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: sh install.sh\n`,
    ],
    ["a file of another stage", { Dockerfile: `FROM x AS a\nRUN wget ${URL}\nFROM x\nRUN sh install.sh\n` }],
    ["a name", steps(`      - name: curl ${URL} | sh\n        run: make\n`)],
    ["a variable that nobody runs", steps(`      - run: make\n        env:\n          HELP: curl ${URL} | sh\n`)],
    ["an input of an action", steps(`      - uses: o/r@v1\n        with:\n          text: curl ${URL} | sh\n`)],
    [
      "GitLab with the commit of the run",
      { ".gitlab-ci.yml": 'a:\n  script: curl "https://x.io/$CI_COMMIT_SHA/x.sh" | sh\n' },
    ],
    [
      "a checksum on another line of GitLab",
      { ".gitlab-ci.yml": `a:\n  script:\n    - wget ${URL}\n    - sha256sum -c sums\n    - sh install.sh\n` },
    ],
    ["null values", "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run:\n      - \n"],
  ])("on %s", (_, text) => {
    expect(placesOf(unverifiedScriptExec, text)).toEqual([]);
  });
});

describe("unverified-script-exec reports", () => {
  it.each([
    ["a pipe into sh", run(`curl -fsSL ${URL} | sh`), ["7:11 medium"]],
    ["a pipe into bash with arguments", run(`curl -fsSL ${URL} | sudo -E bash -s -- --yes`), ["7:11 medium"]],
    ["a pipe into bash as another user", run(`curl -fsSL ${URL} | sudo -u root bash`), ["7:11 medium"]],
    ["a pipe with a dash", run(`curl -fsSL ${URL} | sudo -E bash -`), ["7:11 medium"]],
    [
      "options of the shell",
      run(`curl -fsSL ${URL} | sh -e`, `curl ${URL} | bash -e -s`),
      ["7:11 medium", "8:11 medium"],
    ],
    ["wget", run(`wget -qO- ${URL} | bash`), ["7:11 medium"]],
    ["a pipe over two lines", run(`curl -fsSL ${URL} |`, "  sh"), ["7:11 medium"]],
    ["a filter between", run(`curl -fsSL ${URL} | sed s/a/b/ | sh`), ["7:11 medium"]],
    ["Python from a pipe", run("curl -sSL https://example.com/get.py | python3 -"), ["7:11 medium"]],
    ["PHP with arguments", run("curl -sS https://example.com/installer | php -- --quiet"), ["7:11 medium"]],
    ["an address in a variable", run('curl -fsSL "$INSTALLER" | bash'), ["7:11 medium"]],
    ["a loop", run(`for i in 1 2; do curl -fsSL ${URL} | sh && break; done`), ["7:28 medium"]],
    ["a substitution", run(`sh -c "$(curl -fsSL ${URL})"`), ["7:20 medium"]],
    ["backticks", run(`eval \`curl -fsSL ${URL}\``), ["7:17 medium"]],
    ["eval", run(`eval "$(curl -fsSL ${URL})"`), ["7:19 medium"]],
    ["a process substitution", run(`bash <(curl -s ${URL})`), ["7:18 medium"]],
    ["source", run(`source <(curl -s ${URL})`), ["7:20 medium"]],
    ["a redirected substitution", run(`bash < <(curl -s ${URL})`), ["7:20 medium"]],
    ["a text in quotes", run(`sudo bash -c "curl -s ${URL} | sh"`), ["7:24 medium"]],
    ["a text for a container", run(`docker run --rm alpine sh -c 'wget -qO- ${URL} | sh'`), ["7:40 medium"]],
    ["a file that is executed", run(`curl -Lo tool ${URL}`, "chmod +x tool", "./tool"), ["7:11 medium"]],
    [
      "a file in another folder",
      run(`sudo curl -fsSLo /usr/local/bin/tool ${URL}`, "sudo chmod 755 /usr/local/bin/tool"),
      ["7:11 medium"],
    ],
    [
      "a file that is installed",
      run(`curl -LO ${URL}`, "sudo install -m 0755 install.sh /usr/local/bin/x"),
      ["7:11 medium"],
    ],
    ["a file that is moved first", run(`curl -LO ${URL}`, "mv install.sh x", "chmod u+x,g+x x"), ["7:11 medium"]],
    ["a script that is run later", run(`wget ${URL}`, "bash install.sh"), ["7:11 medium"]],
    ["a script with options", run(`wget -q -P /tmp ${URL}`, "bash -ex /tmp/install.sh --yes"), ["7:11 medium"]],
    ["a script that is sourced", run(`curl -o env.sh ${URL}`, ". ./env.sh"), ["7:11 medium"]],
    ["a redirect", run(`curl ${URL} > get.py`, "python3 get.py"), ["7:11 medium"]],
    ["tee", run(`curl ${URL} | sudo tee /usr/bin/x > /dev/null`, "sudo chmod +x /usr/bin/x"), ["7:11 medium"]],
    ["a compressed program", run("curl -L https://example.com/x.gz | gunzip > x", "chmod +x x"), ["7:11 medium"]],
    [
      "a file named by a variable",
      run("curl -Lo tool-$V https://example.com/tool", 'chmod +x "tool-${V}"'),
      ["7:11 medium"],
    ],
    [
      "a file that a later step runs",
      steps(`      - run: wget ${URL}\n      - run: bash install.sh\n`),
      ["6:14 medium"],
    ],
    [
      "a file that a later RUN makes executable",
      { Dockerfile: `FROM x\nRUN curl -o /t ${URL}\nRUN chmod +x /t\n` },
      ["Dockerfile:2:5 medium"],
    ],
    ["gh that verifies nothing", run("gh auth status", `curl -Lo tool ${URL}`, "chmod +x tool"), ["8:11 medium"]],
    ["openssl that verifies nothing", run("openssl rand -hex 8", `curl ${URL} | sh`), ["8:11 medium"]],
    ["a digest that is only printed", run(`wget ${URL}`, "sha256sum install.sh", "sh install.sh"), ["7:11 medium"]],
    ["Deno", run("deno run -A https://example.com/main.ts"), ["7:11 medium"]],
    ["PowerShell", windows("iwr -useb https://example.com/x.ps1 | iex"), ["7:11 medium"]],
    [
      "a download string",
      windows("iex ((New-Object System.Net.WebClient).DownloadString('https://example.com/x.ps1'))"),
      ["7:11 medium"],
    ],
    [
      "a PowerShell file",
      windows("Invoke-WebRequest https://example.com/x.ps1 -OutFile x.ps1", "./x.ps1 -Version 1"),
      ["7:11 medium"],
    ],
    ["PowerShell in Bash", run('powershell -Command "irm https://example.com/x.ps1 | iex"'), ["7:32 medium"]],
    ["a line in quotes", steps(`      - run: "curl ${URL} | sh"\n`), ["6:15 medium"]],
    ["flow style", steps(`      - { run: 'curl ${URL} | sh' }\n`), ["6:17 medium"]],
    ["CRLF", run(`curl ${URL} | sh`).replaceAll("\n", "\r\n"), ["7:11 medium"]],
    ["a Dockerfile", { Dockerfile: `FROM x\nRUN curl -fsSL ${URL} | sh\n` }, ["Dockerfile:2:5 medium"]],
    [
      "a mount",
      { Dockerfile: `FROM x\nRUN --mount=type=cache,target=/c curl ${URL} | sh\n` },
      ["Dockerfile:2:34 medium"],
    ],
    [
      "a here-document",
      { Dockerfile: `FROM x\nRUN <<EOF\napt-get update\ncurl ${URL} | sh\nEOF\n` },
      ["Dockerfile:4:1 medium"],
    ],
    [
      "continued lines",
      { "x.Dockerfile": `FROM x\nRUN apt-get update && \\\n  # the tool\n  curl ${URL} \\\n  | sh\n` },
      ["x.Dockerfile:4:3 medium"],
    ],
    ["GitLab", { ".gitlab-ci.yml": `a:\n  script:\n    - curl -fsSL ${URL} | bash\n` }, [".gitlab-ci.yml:3:7 medium"]],
    [
      "GitLab over several lines",
      { ".gitlab-ci.yml": `a:\n  before_script:\n    - wget ${URL}\n  script:\n    - bash install.sh\n` },
      [".gitlab-ci.yml:3:7 medium"],
    ],
    [
      "lines that GitLab jobs share once",
      { ".gitlab-ci.yml": `default:\n  before_script: ["curl ${URL} | sh"]\na:\n  script: x\nb:\n  script: y\n` },
      [".gitlab-ci.yml:2:20 medium"],
    ],
    [
      "a composite action",
      { "action.yml": `runs:\n  using: composite\n  steps:\n    - run: curl ${URL} | sh\n      shell: bash\n` },
      ["action.yml:4:12 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(unverifiedScriptExec, text)).toEqual(places);
  });

  it("each download of a script, with anchors of their own", () => {
    const found = findingsOf(
      unverifiedScriptExec,
      run(`curl ${URL} | sh`, `curl ${URL}?x | sh`, "curl https://b.example | sh"),
    );
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });
});
