import type { RouteDefinition } from "@solidjs/router";
import { lazy } from "solid-js";
import { NotFoundPage } from "./app/not-found.page.tsx";
import { Shell } from "./app/shell.tsx";

const WelcomePage = lazy(async () => ({ default: (await import("./features/welcome/welcome.page.tsx")).WelcomePage }));
const OnboardingPage = lazy(async () => ({
  default: (await import("./features/onboarding/onboarding.page.tsx")).OnboardingPage,
}));
const FleetPage = lazy(async () => ({ default: (await import("./features/fleet/fleet.page.tsx")).FleetPage }));
const RepositoryPage = lazy(async () => ({
  default: (await import("./features/repositories/repository.page.tsx")).RepositoryPage,
}));
const GeneratorPage = lazy(async () => ({
  default: (await import("./features/generator/generator.page.tsx")).GeneratorPage,
}));
const TemplatesPage = lazy(async () => ({
  default: (await import("./features/templates/templates.page.tsx")).TemplatesPage,
}));
const AiSettingsPage = lazy(async () => ({
  default: (await import("./features/ai/ai-settings.page.tsx")).AiSettingsPage,
}));
const UsagePage = lazy(async () => ({ default: (await import("./features/usage/usage.page.tsx")).UsagePage }));
const JobsPage = lazy(async () => ({ default: (await import("./features/jobs/jobs.page.tsx")).JobsPage }));
const JobPage = lazy(async () => ({ default: (await import("./features/jobs/job.page.tsx")).JobPage }));
const WebhooksPage = lazy(async () => ({
  default: (await import("./features/webhooks/webhooks.page.tsx")).WebhooksPage,
}));
const ProfilePage = lazy(async () => ({ default: (await import("./features/profile/profile.page.tsx")).ProfilePage }));
const TokensPage = lazy(async () => ({ default: (await import("./features/tokens/tokens.page.tsx")).TokensPage }));
const AuditPage = lazy(async () => ({ default: (await import("./features/audit/audit.page.tsx")).AuditPage }));
const EncryptionPage = lazy(async () => ({
  default: (await import("./features/encryption/encryption.page.tsx")).EncryptionPage,
}));
const OrganizationPage = lazy(async () => ({
  default: (await import("./features/organization/organization.page.tsx")).OrganizationPage,
}));
const MembersPage = lazy(async () => ({ default: (await import("./features/members/members.page.tsx")).MembersPage }));
const InvitationsPage = lazy(async () => ({
  default: (await import("./features/invitations/invitations.page.tsx")).InvitationsPage,
}));
const AnalysisPage = lazy(async () => ({
  default: (await import("./features/analyses/analysis.page.tsx")).AnalysisPage,
}));
const RulesPage = lazy(async () => ({ default: (await import("./features/rules/rules.page.tsx")).RulesPage }));
const RulePage = lazy(async () => ({ default: (await import("./features/rules/rule.page.tsx")).RulePage }));

/** Every page; each is its own chunk but for the one that says that there is none. */
export const routes: RouteDefinition[] = [
  { path: "/welcome", component: WelcomePage },
  { path: "/rules", component: RulesPage },
  { path: "/rules/:id", component: RulePage },
  {
    path: "/",
    component: Shell,
    children: [
      { path: "/", component: FleetPage },
      { path: "/onboarding", component: OnboardingPage },
      { path: "/repos/:id", component: RepositoryPage },
      { path: "/repos/:id/generate", component: GeneratorPage },
      { path: "/jobs", component: JobsPage },
      { path: "/jobs/:id", component: JobPage },
      { path: "/settings/profile", component: ProfilePage },
      { path: "/settings/tokens", component: TokensPage },
      { path: "/settings/audit", component: AuditPage },
      { path: "/settings/encryption", component: EncryptionPage },
      { path: "/settings/organization", component: OrganizationPage },
      { path: "/settings/members", component: MembersPage },
      { path: "/invitations", component: InvitationsPage },
      { path: "/settings/webhooks", component: WebhooksPage },
      { path: "/settings/templates", component: TemplatesPage },
      { path: "/settings/ai", component: AiSettingsPage },
      { path: "/settings/usage", component: UsagePage },
      { path: "/analysis/:id", component: AnalysisPage },
      { path: "*rest", component: NotFoundPage },
    ],
  },
];
