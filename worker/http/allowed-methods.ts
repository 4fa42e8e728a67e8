import type { RouteSpec } from "./route-spec.ts";

/** True when the literal parts of `pattern` stand in `path`; `:name` takes any one part that is not empty. */
function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  const isPart = (part: string, index: number) => (part.startsWith(":") ? given[index] !== "" : part === given[index]);
  return wanted.length === given.length && wanted.every(isPart);
}

/** Methods that some route answers at this path, for the `Allow` header; empty when no route has the path. */
export function allowedMethods(routes: readonly RouteSpec[], path: string): string[] {
  const methods = routes.filter((route) => fits(route.path, path)).map((route) => route.method.toUpperCase());
  if (methods.includes("GET")) methods.push("HEAD");
  return [...new Set(methods)].sort();
}
