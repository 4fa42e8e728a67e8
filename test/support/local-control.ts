/** Switches of the local GitHub that only tests have. */

export type Control = (method: "POST" | "DELETE", path: string, body?: unknown) => Promise<void>;

/** Throws with what the local GitHub says when it refuses. */
export function controlOf(githubUrl: string, token: string): Control {
  return async (method, path, body) => {
    const response = await fetch(`${githubUrl}/_control/${path}`, {
      method,
      headers: { "x-control-token": token, "user-agent": "autodevops-tests", "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  };
}
