import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { dockerfileUnpinnedBaseImage as rule } from "../../../worker/engine/rules/docker/dockerfile-unpinned-base-image.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;
const lookups = withAnswers({ imageDigest: (image) => (image.startsWith("private/") ? "unknown" : DIGEST) });
const file = (text: string) => ({ Dockerfile: text });
const places = (text: string) => placesOf(rule, file(text)).map((place) => place.replace("Dockerfile:", ""));

describe("dockerfile-unpinned-base-image stays silent", () => {
  it.each([
    ["a digest", `FROM node:24@${DIGEST}\n`],
    ["scratch", "FROM scratch\nCOPY a /\n"],
    ["an earlier stage", `FROM node:24@${DIGEST} AS Build\nFROM build\n`],
    ["an argument without a default", "ARG BASE\nFROM ${BASE}\nARG TAG=\nFROM node:$TAG\n"],
    ["an argument of the platform", "FROM base-$TARGETARCH\n"],
    ["a default with a digest", `ARG BASE="node:24@${DIGEST}"\nFROM $BASE AS x\n`],
    ["a default in the variable itself", `FROM \${BASE:-node:24@${DIGEST}}\n`],
    ["a template", "FROM {{ base }}\nFROM node:@VERSION@\nFROM <%= image %>\n"],
    ["a comment", "# FROM node:24\nFROM scratch\n"],
    ["a here-document", "FROM scratch\nRUN <<EOF\nFROM node:24\nEOF\nCOPY <<-'END' /x\n\tFROM a:1\n\tEND\n"],
    ["a continued command", "FROM scratch\nRUN echo \\\n# a comment\n\n  FROM node:24\n"],
    ["a registry of the job", "FROM localhost:5000/app:dev\n"],
    ["no FROM", "RUN x\n"],
    ["a FROM without an image", "FROM\nFROM --platform=x\n"],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it.each([
    "examples/shop/Dockerfile",
    "vendor/tool/Dockerfile",
    "Dockerfile.dockerignore",
    "Dockerfile.md",
    "src/file.ts",
    "compose.yml",
  ])("on %s", (path) => {
    expect(placesOf(rule, { [path]: "FROM node:24\n" })).toEqual([]);
  });
});

describe("dockerfile-unpinned-base-image reports", () => {
  it.each([
    ["a tag", "FROM node:24-alpine\n", ["1:6 low"]],
    ["no tag", "from alpine as x\n", ["1:6 low"]],
    ["a registry with a port", "FROM registry.example.com:5000/team/app\n", ["1:6 low"]],
    [
      "a platform and a stage",
      "# syntax=docker/dockerfile:1\nFROM --platform=$BUILDPLATFORM golang:1.26 AS b\n",
      ["2:32 low"],
    ],
    ["an argument with a default", "ARG V=24 W=x\nFROM node:${V}-slim\n", ["2:6 low"]],
    ["an argument of arguments", "ARG V=24\nARG BASE=node:$V\nFROM $BASE\n", ["3:6 low"]],
    ["an image on the next line", "FROM --platform=linux/amd64 \\\n  # why\n  node:24\r\n", ["3:3 low"]],
    [
      "another escape sign",
      "# escape=`\nFROM `\n  mcr.microsoft.com/windows/servercore:ltsc2025\nRUN dir C:\\\nFROM x AS y\n",
      ["3:3 low"],
    ],
    ["a stage that is named later", "FROM later\nFROM scratch AS later\n", ["1:6 low"]],
    ["several images once", "FROM a:1\nFROM b:2\n", ["1:6 low"]],
    ["a byte order mark and CRLF", "\ufeffFROM node:24\r\nRUN x\r\n", ["1:6 low"]],
    ["an image behind a shift", "FROM scratch\nRUN echo $((1<<shift))\nFROM a:1\n", ["3:6 low"]],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it.each(["Containerfile", "app.Dockerfile", "api/Dockerfile.dev", "dockerfile"])("in %s", (path) => {
    expect(placesOf(rule, { [path]: "FROM node:24\n" })).toEqual([`${path}:1:6 low`]);
  });
});

describe("dockerfile-unpinned-base-image fixes", () => {
  it.each([
    ["a tag", "FROM node:24\n", `FROM node:24@${DIGEST}\n`],
    [
      "platforms and stages",
      "FROM --platform=$BUILDPLATFORM go:1 AS a\r\nFROM a\r\nFROM alpine\r\n",
      `FROM --platform=$BUILDPLATFORM go:1@${DIGEST} AS a\r\nFROM a\r\nFROM alpine@${DIGEST}\r\n`,
    ],
    [
      "a whole argument",
      "ARG BASE=node:24\nFROM ${BASE}\nFROM $BASE AS x\n",
      `ARG BASE=node:24@${DIGEST}\nFROM \${BASE}\nFROM $BASE AS x\n`,
    ],
  ])("%s", (_, text, after) => {
    expect(fixOf(rule, file(text), { lookups }).text).toBe(after);
  });
});

describe("dockerfile-unpinned-base-image offers no fix", () => {
  it.each([
    ["parts of an image", "ARG V=24\nFROM node:$V\n", /put together from arguments/],
    ["a quoted default", 'ARG BASE="node:24"\nFROM $BASE\n', /put together from arguments/],
    ["an unknown digest", "FROM node:24\nFROM private/x:1\n", /digest of `private\/x:1` is not known/],
  ])("for %s", (_, text, reason) => {
    expect(fixOf(rule, file(text), { lookups }).reason).toMatch(reason);
  });
});
