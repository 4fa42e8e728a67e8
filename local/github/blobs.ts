import { readObject } from "../git/objects.ts";
import { fullName } from "../repositories.ts";
import { requireRepo } from "./auth-context.ts";
import type { LocalApp } from "./env.ts";
import { notFound } from "./errors.ts";
import { mediaParam } from "./headers.ts";
import { urlsOf } from "./repository-urls.ts";
import { refuseEmpty, shaParam } from "./resolve-params.ts";
import { nodeId } from "./user-json.ts";

const LINE_LENGTH = 60;

/** Base64 in lines of 60 characters, each ending in a line feed, as GitHub sends it. */
export function base64Lines(content: Buffer): string {
  const text = content.toString("base64");
  return text.replace(new RegExp(`.{1,${LINE_LENGTH}}`, "g"), "$&\n");
}

export function blobs(app: LocalApp): void {
  app.get("/repos/:owner/:repo/git/blobs/:sha", async (c) => {
    const repo = await requireRepo(c);
    refuseEmpty(repo);
    const object = await readObject(repo.view, shaParam(c, "sha"));
    if (object?.type !== "blob") throw notFound();
    if (mediaParam(c) === "raw") {
      return c.body(new Uint8Array(object.content), 200, { "content-type": "application/octet-stream" });
    }
    return c.json({
      sha: object.sha,
      node_id: nodeId("Blob", object.sha),
      size: object.size,
      url: `${urlsOf(c.var.local.urls, fullName(repo)).api}/git/blobs/${object.sha}`,
      content: base64Lines(object.content),
      encoding: "base64",
    });
  });
}
