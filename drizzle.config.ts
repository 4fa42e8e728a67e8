import { defineConfig } from "drizzle-kit";

// drizzle-kit reads the default export only.
export default defineConfig({ dialect: "sqlite", schema: "./worker/db/schema.ts", out: "./migrations" });
