/** All tables. Only modules in this folder import them: tenant tables through `forOrg`, the others through `identity.ts` and `system.ts`. */
export * from "./schema/ai.ts";
export * from "./schema/audit.ts";
export * from "./schema/generation.ts";
export * from "./schema/identity.ts";
export * from "./schema/jobs.ts";
export * from "./schema/membership.ts";
export * from "./schema/repositories.ts";
export * from "./schema/results.ts";
