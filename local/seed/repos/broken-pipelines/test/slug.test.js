import assert from "node:assert/strict";
import { test } from "node:test";
import { slug } from "../lib/slug.js";

test("keeps letters and digits", () => assert.equal(slug("Hello, World 2"), "hello-world-2"));
