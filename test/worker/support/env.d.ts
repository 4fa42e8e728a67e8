declare namespace Cloudflare {
  interface Env {
    MIGRATIONS: import("cloudflare:test").D1Migration[];
    LOCAL_CONTROL_TOKEN: string;
    AI_URL: string;
    AI_CONTROL_TOKEN: string;
    OPERATOR_TOKEN: string;
    PROVE_ISOLATION: string;
  }
  interface GlobalProps {
    mainModule: typeof import("./worker.ts");
  }
}
