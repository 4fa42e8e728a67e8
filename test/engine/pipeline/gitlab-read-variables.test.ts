import { describe, expect, it } from "vitest";
import { details, only, read, toolsOf } from "./gitlab-reading.ts";

describe("variables", () => {
  it("that name a version are looked up", () => {
    const text = "variables:\n  NODE: '22'\ntest:\n  image: node:${NODE}-slim\n  script: x\n";
    expect(toolsOf(only(text))).toEqual(["node 22"]);
  });

  it("made of others that the file sets are put together", () => {
    const text =
      "variables:\n  POSTGRES_USER: app\ntest:\n  services: [postgres:17]\n  variables:\n    DATABASE_URL: postgres://$POSTGRES_USER@postgres/db\n  script: x\n";
    expect([only(text).env.DATABASE_URL, details(text)]).toEqual(["postgres://app@{{host:postgres}}/db", []]);
  });

  it("of a job reach its services", () => {
    const text =
      "variables:\n  POSTGRES_DB: app\ntest:\n  services: [postgres:17, redis:8.2]\n  variables:\n    POSTGRES_PASSWORD: pw\n    OTHER: x\n  script: x\n";
    expect(only(text).services.map(({ env }) => env)).toEqual([{ POSTGRES_DB: "app", POSTGRES_PASSWORD: "pw" }, {}]);
  });

  it("that move caches into the project are GitLab's", () => {
    const text =
      "variables:\n  PIP_CACHE_DIR: $CI_PROJECT_DIR/.cache/pip\n  npm_config_cache: .npm\n  MAVEN_OPTS: -Dmaven.repo.local=$CI_PROJECT_DIR/.m2 -Xmx1g\nb:\n  script: x\n";
    expect([read(text).pipeline.env, details(text)]).toEqual([{ MAVEN_OPTS: "-Xmx1g" }, []]);
  });

  it("handed through from the settings are secrets", () => {
    const text = "b:\n  variables:\n    API: $API\n  script: x\n";
    expect([only(text).env, only(text).secrets, details(text)]).toEqual([{}, ["API"], []]);
  });
});

const BUILDS: readonly (readonly [string, string, unknown])[] = [
  [
    "with the lines around it",
    "    - docker login -u $CI_REGISTRY_USER -p $CI_REGISTRY_PASSWORD $CI_REGISTRY\n    - docker build -t $CI_REGISTRY_IMAGE/api:$CI_COMMIT_SHA -f api/Dockerfile api\n    - docker push $CI_REGISTRY_IMAGE/api:$CI_COMMIT_SHA\n",
    [{ dockerfile: "api/Dockerfile", context: "api", image: "api", push: true }],
  ],
  [
    "with a variable for its tag",
    "    - docker build --pull -t $TAG .\n",
    [{ dockerfile: "Dockerfile", context: ".", image: null, push: false }],
  ],
  [
    "with options of its own",
    "    - docker build --target dev -t $TAG .\n",
    [{ kind: "command", run: "docker build --target dev -t $TAG ." }],
  ],
  ["for another registry", "    - docker build -t app .\n", [{ kind: "command", run: "docker build -t app ." }]],
];

describe("an image that is built", () => {
  it.each(BUILDS)("%s", (_what, lines, steps) => {
    const text = `b:\n  image: docker:28\n  variables:\n    TAG: $CI_REGISTRY_IMAGE:$CI_COMMIT_REF_SLUG\n  script:\n${lines}`;
    expect(only(text).steps).toMatchObject(steps as object);
    expect(only(text).steps).toHaveLength(1);
  });
});

it("says which files reach a job from another", () => {
  const text =
    "stages: [build, deploy]\nbundle:\n  stage: build\n  script: make\n  artifacts:\n    paths: [dist/, other/]\nup:\n  stage: deploy\n  script: upload ./dist\n";
  expect(details(text)).toEqual(["It uses `dist/` of job `bundle`: elsewhere those files have to be handed over."]);
});
