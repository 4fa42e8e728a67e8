import { problemOf } from "./problem.ts";

type Download = { readonly ok: boolean; readonly headers: Headers; blob(): Promise<Blob> };

/** The name that the answer gives its file, without anything that could lead to another folder. */
function nameOf(headers: Headers): string | undefined {
  const name = /filename="([\w .-]+)"/.exec(headers.get("content-disposition") ?? "")?.[1];
  return name?.replace(/^\.+/, "") || undefined;
}

/** Saves the answer as a file, named by the answer or else `fallback`; throws `ApiProblem` for anything but a success. */
export async function download(call: Promise<Download>, fallback: string): Promise<void> {
  const answer = await call;
  if (!answer.ok) throw await problemOf(answer as unknown as Response, Date.now());
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = nameOf(answer.headers) ?? fallback;
  link.click();
  // The browser reads the file after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
