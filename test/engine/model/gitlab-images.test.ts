import { describe, expect, it } from "vitest";
import { imagesOf } from "../../../worker/engine/model/gitlab/images.ts";
import { gitlabPipelinesOf } from "../../../worker/engine/model/gitlab/read-pipeline.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { snapshot } from "../../support/engine.ts";

function images(text: string) {
  const [pipeline] = gitlabPipelinesOf({ repository: new RepositoryModel(snapshot({ ".gitlab-ci.yml": text })) });
  return pipeline ? imagesOf(pipeline).map(({ kind, name, job }) => `${kind} ${name.value} ${job.name}`) : [];
}

describe("images of GitLab jobs", () => {
  it.each([
    ["a text", "a:\n  image: node:22\n", ["image node:22 a"]],
    ["a mapping", "a:\n  image: {name: node:22, entrypoint: ['']}\n", ["image node:22 a"]],
    [
      "services",
      "a:\n  services: [postgres:17, {name: redis:8, alias: r}]\n",
      ["service postgres:17 a", "service redis:8 a"],
    ],
    ["a default once", "default:\n  image: x\na:\n  script: y\nb:\n  script: y\n", ["image x a"]],
    ["a base once", ".b:\n  image: x\na:\n  extends: .b\nc:\n  extends: .b\n", ["image x a"]],
    ["no hidden job that nobody extends", ".b:\n  image: x\n", []],
    ["odd values", "a:\n  image: {}\n  services: [null, {alias: x}, [y]]\n", ["service y a"]],
  ])("are found in %s", (_, text, expected) => {
    expect(images(text)).toEqual(expected);
  });
});
