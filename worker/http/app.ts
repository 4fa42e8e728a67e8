/** The whole HTTP side: middleware in order, routes, and problem documents for everything else. */
import { Hono } from "hono";
import { AppError } from "../errors.ts";
import { allowedMethods } from "./allowed-methods.ts";
import type { AppEnv } from "./app-env.ts";
import { knownHost } from "./middleware/known-host.ts";
import { requestLog } from "./middleware/request-log.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { answerProblem } from "./problem.ts";
import { declaredRoutes } from "./registry.ts";
import { KeepingRouter } from "./router.ts";
import { ai } from "./routes/ai.ts";
import { analysis } from "./routes/analysis.ts";
import { assist } from "./routes/assist.ts";
import { audit } from "./routes/audit.ts";
import { auth } from "./routes/auth.ts";
import { ciCd } from "./routes/ci-cd.ts";
import { deliveries } from "./routes/deliveries.ts";
import { encryption } from "./routes/encryption.ts";
import { invitations } from "./routes/invitations.ts";
import { jobs } from "./routes/jobs.ts";
import { live } from "./routes/live.ts";
import { members } from "./routes/members.ts";
import { orgs } from "./routes/orgs.ts";
import { privacy } from "./routes/privacy.ts";
import { pulls } from "./routes/pulls.ts";
import { remediations } from "./routes/remediations.ts";
import { repositories } from "./routes/repositories.ts";
import { rules } from "./routes/rules.ts";
import { system } from "./routes/system.ts";
import { templates } from "./routes/templates.ts";
import { tokens } from "./routes/tokens.ts";
import { webhooks } from "./routes/webhooks.ts";

const routes = new Hono<AppEnv>()
  .route("/", system)
  .route("/", auth)
  .route("/", remediations)
  .route("/", repositories)
  .route("/", pulls)
  .route("/", analysis)
  .route("/", ai)
  .route("/", assist)
  .route("/", ciCd)
  .route("/", templates)
  .route("/", jobs)
  .route("/", live)
  .route("/", rules)
  .route("/", deliveries)
  .route("/", encryption)
  .route("/", tokens)
  .route("/", audit)
  .route("/", privacy)
  .route("/", orgs)
  .route("/", members)
  .route("/", invitations)
  .route("/", webhooks);

/** What the typed client of the SPA knows: `hc<Api>("/")`. */
export type Api = typeof routes;

export type AppOptions = {
  /** Test builds compare every JSON answer with what its route declares. */
  readonly checkAnswers: boolean;
};

/** The application. Each request brings its scope as the binding `scope`. */
export function createApp(options: AppOptions) {
  const app = new Hono<AppEnv>({ router: new KeepingRouter() });
  app.use(async (c, next) => {
    c.set("scope", c.env.scope);
    c.set("checkAnswers", options.checkAnswers);
    await next();
  });
  app.use(securityHeaders, requestLog, knownHost);
  app.route("/", routes);
  app.notFound((c) => {
    const allowed = allowedMethods(declaredRoutes(), c.req.path);
    if (allowed.length === 0) return answerProblem(c, new AppError("not_found", "There is nothing at this address."));
    const error = new AppError("method_not_allowed", `Use ${allowed.join(" or ")} at this address.`);
    const response = answerProblem(c, error);
    response.headers.set("allow", allowed.join(", "));
    return response;
  });
  app.onError((error, c) => answerProblem(c, error));
  return app;
}
