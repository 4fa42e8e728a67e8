import { describe, expect, it } from "vitest";
import { terraformDetector } from "../../../../worker/engine/profile/terraform/terraform-detector.ts";
import { commandsOf, detected, detectIn, managerOf, runtimesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";

const VERSIONS = '# required_version = "0.11"\nterraform {\n  required_version = ">= 1.9, < 2.0"\n}\n';

describe("a root module", () => {
  const files: Files = {
    "infra/main.tf": "",
    "infra/versions.tf": VERSIONS,
    "infra/.terraform.lock.hcl": null,
    "infra/modules/net/main.tf": "",
    "infra/tests/net.tftest.hcl": null,
  };
  const root = detected(terraformDetector, files, "infra");

  it("is told by its files", () => {
    expect(root.language).toBe("hcl");
    expect(managerOf(root)).toBe("terraform - infra/.terraform.lock.hcl");
    expect(runtimesOf(root)).toEqual(["terraform >= 1.9, < 2.0 range infra/versions.tf"]);
    expect(root.evidence.find(({ about }) => about === "runtime")?.line).toBe(3);
    expect(root.members).toEqual(["infra/modules/net"]);
  });

  it("is checked without its state", () => {
    expect(commandsOf(root)).toEqual({
      install: "terraform init -backend=false -input=false -lockfile=readonly",
      lint: "terraform validate",
      format: "terraform fmt -check -recursive",
      test: "terraform test",
    });
  });
});

it.each<[string, Files, string[]]>([
  [
    "a version file",
    { ".terraform-version": "1.13.4\n", "versions.tf": VERSIONS },
    ["terraform 1.13.4 exact .terraform-version", "terraform >= 1.9, < 2.0 range versions.tf"],
  ],
  [
    "one version alone",
    { "main.tf": 'terraform { required_version = "= 1.12.2" }\n' },
    ["terraform 1.12.2 exact main.tf"],
  ],
  ["none", { "main.tf": "" }, []],
])("has the version of %s", (_, files, runtimes) => {
  expect(runtimesOf(detected(terraformDetector, files))).toEqual(runtimes);
});

it("a linter beside validation is run too", () => {
  expect(commandsOf(detected(terraformDetector, { "main.tf": "", ".tflint.hcl": null }))).toMatchObject({
    lint: "tflint --init && tflint --recursive",
    typecheck: "terraform validate",
  });
});

it("OpenTofu is told by its files", () => {
  const root = detected(terraformDetector, { "main.tofu": "", ".opentofu-version": "1.10.5\n" });
  expect(managerOf(root)).toBe("opentofu - -");
  expect(root.commands.format).toBe("tofu fmt -check -recursive");
  expect(runtimesOf(root)).toEqual(["opentofu 1.10.5 exact .opentofu-version"]);
});

it("a folder above code is none", () => {
  expect(detectIn(terraformDetector, { "infra/main.tf": "" })).toBeNull();
});
