import { describe, expect, it } from "vitest";
import { MARKED_FORMATS, SEEN, SOURCES } from "../../../worker/engine/redact/data/marked-formats.ts";
import { NAMED_FORMATS } from "../../../worker/engine/redact/data/named-formats.ts";
import { redact } from "../../../worker/engine/redact/redact.ts";
import { makeSecret, numbersFrom, PUBLISHED } from "./published-formats.ts";

describe("rows of formats", () => {
  it("say when and where they were read", () => {
    expect(SEEN).toMatch(/^20\d\d-\d\d-\d\d$/);
    for (const source of SOURCES) expect(source).toMatch(/^https:\/\//);
  });

  it("are complete", () => {
    const odd = MARKED_FORMATS.filter(
      ({ rule, marker, body }) => !/^[a-z0-9-]+$/.test(rule) || marker.length < 2 || !body,
    );
    expect(odd).toEqual([]);
    expect(NAMED_FORMATS.filter(({ names, value }) => names.includes("") || value.source === "^(?:)$")).toEqual([]);
  });

  it("repeat nothing inside a repeat", () => {
    const sources = [
      ...MARKED_FORMATS.flatMap(({ body, head }) => [body, head]),
      ...NAMED_FORMATS.map(({ value }) => value.source),
    ];
    expect(sources.filter((source) => /[+*}]\)(?:[+*]|\{\d+,)/.test(source))).toEqual([]);
  });

  it("name what they find by its issuer", () => {
    const next = numbersFrom(5);
    const rows = PUBLISHED.filter((row) => /^(?:github|gitlab|slack|stripe|digitalocean|shopify)-[\w-]+\|\|/.test(row));
    for (const row of rows) {
      const { rule, secret } = makeSecret(row, next);
      const issuer = rule.slice(0, rule.indexOf("-"));
      expect(redact(`a: ${secret}`, "a.yml").hits.map((hit) => hit.rule.split("-")[0])).toEqual([issuer]);
    }
  });
});
