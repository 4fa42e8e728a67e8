import { describe, expect, it } from "vitest";
import { unlockedDependencyInstall } from "../../../worker/engine/rules/github/unlocked-dependency-install.ts";
import { type Files, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const run = (command: string) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${command}\n`;
const repo = (text: string): Files => ({ [WORKFLOW]: text });
const GITLAB = ".gitlab-ci.yml";
const gitlab = (...lines: string[]) => `a:\n  script:\n${lines.map((line) => `    - ${line}\n`).join("")}`;
const docker = (...lines: string[]) => `FROM node:24\n${lines.map((line) => `${line}\n`).join("")}`;
const inDocker = (text: string, path = "Dockerfile"): Files => ({
  [path]: text,
  "package.json": "{}",
  "package-lock.json": null,
  "web/package.json": "{}",
  "web/package-lock.json": null,
});
const PIP = { "requirements.txt": "requests==2.32.0\n", "hashed.txt": "requests==2.32.0 --hash=sha256:00\n" };

describe("unlocked-dependency-install stays silent", () => {
  it.each([
    ["a locked install in GitLab", { [GITLAB]: gitlab("npm ci"), "package-lock.json": null }],
    ["GitLab without a lockfile", { [GITLAB]: gitlab("npm install"), "package.json": null }],
    ["another folder in GitLab", { [GITLAB]: gitlab("cd web", "npm install"), "package-lock.json": null }],
    ["another repository in GitLab", { [GITLAB]: gitlab("git clone x y", "npm install"), "package-lock.json": null }],
    [
      "GitLab that deletes the lockfile",
      { [GITLAB]: gitlab("rm package-lock.json", "npm i"), "package-lock.json": null },
    ],
    [
      "GitLab settings",
      { [GITLAB]: `variables: { BUNDLE_FROZEN: "true" }\n${gitlab("bundle install")}`, "Gemfile.lock": null },
    ],
    [
      "a template for other repositories",
      { "templates/x.gitlab-ci.yml": gitlab("npm install"), "package-lock.json": null },
    ],
    ["a locked install in a Dockerfile", inDocker(docker("COPY . .", "RUN npm ci"))],
    ["a Dockerfile of a sample", inDocker(docker("COPY . .", "RUN npm install"), "examples/app/Dockerfile")],
    ["a Dockerfile that copies nothing", inDocker(docker("RUN npm install"))],
    ["a Dockerfile that copies from another stage", inDocker(docker("COPY --from=a . .", "RUN npm install"))],
    ["a Dockerfile in another directory", inDocker(docker("COPY . /app", "RUN npm install"))],
    ["a Dockerfile that changes the directory", inDocker(docker("COPY . .", "RUN cd /x && npm install"))],
    ["a Dockerfile in exec form", inDocker(docker("COPY . .", 'RUN ["npm", "install"]'))],
    ["another stage", inDocker(docker("COPY . .", "FROM node:24", "RUN npm install"))],
    ["manifests of two folders", inDocker(docker("COPY package.json .", "COPY web/package.json .", "RUN npm install"))],
    ["a tool in a Dockerfile", inDocker(docker("COPY . .", "RUN npm install -g x@1.0.0"))],
    ["hashes", { ...repo(run("pip install -r hashed.txt")), ...PIP }],
    ["hashes that are required", { ...repo(run("pip install --require-hashes -r requirements.txt")), ...PIP }],
    ["requirements that are not here", { ...repo(run("pip install -r other.txt")), ...PIP }],
    ["requirements elsewhere", { ...repo(run("cd /tmp && pip install -r requirements.txt")), ...PIP }],
    ["requirements that include others", { ...repo(run("pip install -r a.txt")), "a.txt": "-r hashed.txt\n" }],
    ["a Python package", { ...repo(run("pip install build .")), ...PIP }],
    ["a Go version", repo(run("go install example.com/x@v1.2.3"))],
    ["a Go package of the project", repo(run("go install ./..."))],
    ["a Go version in a variable", repo(run('go install "example.com/x@$V"'))],
    ["another Go command", repo(run("go get example.com/x@latest"))],
    ["a version of Chocolatey", repo(run("choco install make --version 4.4.1 -y"))],
    ["a list of Chocolatey", repo(run("choco install packages.config"))],
    ["a version of NuGet", repo(run("nuget install xunit -Version 2.9.0"))],
    ["a list of NuGet", repo(run("nuget install packages.config -OutputDirectory x"))],
    ["restored packages", repo(run("nuget restore x.sln"))],
  ])("on %s", (_, files) => {
    expect(placesOf(unlockedDependencyInstall, files)).toEqual([]);
  });
});

describe("unlocked-dependency-install reports", () => {
  it.each([
    ["GitLab", { [GITLAB]: gitlab("npm install"), "package-lock.json": null }, [`${GITLAB}:3:7 medium`]],
    ["a folder in GitLab", { [GITLAB]: gitlab("cd web", "yarn"), "web/yarn.lock": null }, [`${GITLAB}:4:7 medium`]],
    [
      "lines that GitLab jobs share once",
      {
        [GITLAB]: "default:\n  before_script: [npm i]\na: { script: x }\nb: { script: y }\n",
        "package-lock.json": null,
      },
      [`${GITLAB}:2:19 medium`],
    ],
    ["a Dockerfile", inDocker(docker("COPY . .", "RUN npm install")), ["Dockerfile:3:5 medium"]],
    [
      "a Dockerfile with a working directory",
      inDocker(docker("WORKDIR /app", "COPY package*.json ./", "RUN apt-get update && npm i")),
      ["Dockerfile:4:23 medium"],
    ],
    [
      "a Dockerfile that moves behind the copy",
      inDocker(docker("COPY package.json /app/", "WORKDIR /app", "RUN npm install")),
      ["Dockerfile:4:5 medium"],
    ],
    [
      "a Dockerfile in a folder",
      inDocker(docker("COPY . .", "RUN npm i"), "web/Dockerfile"),
      ["web/Dockerfile:3:5 medium"],
    ],
    [
      "a Dockerfile with the repository as context",
      inDocker(docker("COPY web/package.json web/package-lock.json .", "RUN npm i"), "docker/Dockerfile"),
      ["docker/Dockerfile:3:5 medium"],
    ],
    ["requirements", { ...repo(run("pip install -r requirements.txt")), ...PIP }, ["7:14 info"]],
    ["pip as a module", { ...repo(run("python -m pip install -U -r requirements.txt")), ...PIP }, ["7:14 info"]],
    [
      "requirements in GitLab",
      { [GITLAB]: gitlab("pip3 install -r requirements.txt"), ...PIP },
      [`${GITLAB}:3:7 info`],
    ],
    [
      "requirements in a Dockerfile",
      { Dockerfile: docker("COPY requirements.txt .", "RUN pip install -r requirements.txt"), ...PIP },
      ["Dockerfile:3:5 info"],
    ],
    ["Go's newest", repo(run("go install example.com/x/cmd@latest")), ["7:14 low"]],
    ["Go's branch", repo(run("GOBIN=/x go install example.com/x@main")), ["7:23 low"]],
    ["Go in a Dockerfile", { Dockerfile: docker("RUN go install example.com/x@latest") }, ["Dockerfile:2:5 low"]],
    ["Chocolatey", repo(run("choco install make -y")), ["7:14 low"]],
    ["NuGet", repo(run("nuget.exe install xunit -OutputDirectory x")), ["7:14 low"]],
    ["two tools apart", repo(run("go install a.io/x@latest && go install b.io/y@latest")), ["7:14 low", "7:42 low"]],
  ])("%s", (_, files, found) => {
    expect(placesOf(unlockedDependencyInstall, files)).toEqual(found);
  });
});

describe("unlocked-dependency-install fixes", () => {
  it("GitLab's lines", () => {
    const files = { [GITLAB]: gitlab("npm install", "|\n      cd .\n      npm i"), "package-lock.json": null };
    const { files: patched } = fixOf(unlockedDependencyInstall, files);
    expect(patched.get(GITLAB)).toBe(gitlab("npm ci", "|\n      cd .\n      npm ci"));
  });

  it("Dockerfiles that have the lockfile", () => {
    const text = docker("WORKDIR /app", "COPY package*.json ./", "RUN npm install --omit=dev");
    const { files: patched } = fixOf(unlockedDependencyInstall, inDocker(text));
    expect(patched.get("Dockerfile")).toBe(text.replace("npm install", "npm ci"));
  });
});

describe("unlocked-dependency-install offers no fix", () => {
  it.each([
    ["where the image has no lockfile", inDocker(docker("COPY package.json .", "RUN npm install")), /copy it beside/],
    ["for a tool", repo(run("go install example.com/x@latest")), /yours to choose/],
    ["for hashes", { ...repo(run("pip install -r requirements.txt")), ...PIP }, /--generate-hashes/],
  ])("%s", (_, files, reason) => {
    expect(fixOf(unlockedDependencyInstall, files).reason).toMatch(reason);
  });
});
