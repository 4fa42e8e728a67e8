import { describe, expect, it } from "vitest";
import { bodyOf, draftOf, NEW_PARAMETER, type ParameterDraft } from "../../web/src/features/templates/draft.model.ts";
import { TEMPLATES } from "../support/web-mock/templates.ts";

describe("a draft of a template", () => {
  it("gives back the template that it was made of", () => {
    const [template] = TEMPLATES.items;
    expect(bodyOf(draftOf(template))).toEqual({
      name: template?.name,
      description: template?.description,
      platform: template?.platform,
      content: template?.content,
      parameters: template?.parameters,
      match: template?.match,
    });
  });

  it("begins empty, for every repository", () => {
    const body = bodyOf(draftOf(undefined));
    expect(body.content).toEqual({ kind: "text", text: "" });
    expect(Object.values(body.match?.rule ?? {}).flat()).toEqual([]);
  });

  it("splits lists at commas, without empty entries", () => {
    const draft = { ...draftOf(undefined), languages: " go, ,rust ", mustMatch: "acme/*," };
    expect(bodyOf(draft).match).toMatchObject({ rule: { languages: ["go", "rust"] }, must_match: ["acme/*"] });
  });
});

describe("the default of a parameter", () => {
  it.each<[ParameterDraft["type"], string, unknown]>([
    ["string", "a, b", "a, b"],
    ["string", " ", null],
    ["number", "10", 10],
    ["number", "ten", "ten"],
    ["boolean", "false", false],
    ["boolean", "no", "no"],
    ["choice", "small", "small"],
    ["string_list", "22, 24", ["22", "24"]],
  ])("of type %s written as %j is %j", (type, fallback, value) => {
    const draft = { ...draftOf(undefined), parameters: [{ ...NEW_PARAMETER, name: "p", type, fallback }] };
    expect(bodyOf(draft).parameters?.[0]?.default).toEqual(value);
  });
});
