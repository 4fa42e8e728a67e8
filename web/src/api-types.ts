/** The JSON of the API, read off the Worker's schemas. Types alone: no schema library reaches the browser. */
import type { infer as Infer, input as Input } from "zod";
import type * as ai from "../../worker/http/schemas/ai.ts";
import type * as aiFacts from "../../worker/http/schemas/ai-facts.ts";
import type * as analysis from "../../worker/http/schemas/analysis.ts";
import type * as audit from "../../worker/http/schemas/audit.ts";
import type * as auth from "../../worker/http/schemas/auth.ts";
import type * as ciCd from "../../worker/http/schemas/ci-cd.ts";
import type * as common from "../../worker/http/schemas/common.ts";
import type * as deliveries from "../../worker/http/schemas/deliveries.ts";
import type * as encryption from "../../worker/http/schemas/encryption.ts";
import type * as jobs from "../../worker/http/schemas/jobs.ts";
import type * as orgs from "../../worker/http/schemas/orgs.ts";
import type * as pulls from "../../worker/http/schemas/pulls.ts";
import type * as repositories from "../../worker/http/schemas/repositories.ts";
import type * as rules from "../../worker/http/schemas/rules.ts";
import type * as sessions from "../../worker/http/schemas/sessions.ts";
import type * as templates from "../../worker/http/schemas/templates.ts";
import type * as tokens from "../../worker/http/schemas/tokens.ts";

export type ProblemDocument = Infer<typeof common.Problem>;
export type Scores = Infer<typeof common.Scores>;

export type AuthStatus = Infer<typeof auth.AuthStatus>;
export type Me = Infer<typeof auth.Me>;

export type Repository = Infer<typeof repositories.Repository>;
export type FleetSummary = Infer<typeof repositories.FleetSummary>;
export type OfferedRepository = Infer<typeof repositories.OfferedRepository>;
export type OfferedRepositories = Infer<typeof repositories.OfferedRepositories>;
export type ConnectResult = Infer<typeof repositories.ConnectResult>;
export type RepositoryHealth = Infer<typeof repositories.RepositoryHealth>;
export type HealthPoint = Infer<typeof repositories.HealthPoint>;

export type Analysis = Infer<typeof analysis.Analysis>;
export type Severity = Infer<typeof analysis.Severity>;
export type Category = Infer<typeof analysis.Category>;
export type Evidence = Infer<typeof analysis.Evidence>;
export type Recommendation = Infer<typeof analysis.Recommendation>;
export type Remediation = Infer<typeof analysis.Remediation>;
export type Receipt = Infer<typeof analysis.Receipt>;
export type Plan = Infer<typeof analysis.Plan>;

/** What a reader sees of a plan before it becomes a pull request, whatever it was made from. */
export type ShownPlan = Omit<Plan, "analysis_id" | "remediation_ids" | "repository_id">;

export type GenerateRequest = Input<typeof ciCd.GenerateBody>;
export type GenerateOptions = NonNullable<GenerateRequest["options"]>;
export type Preview = Infer<typeof ciCd.Preview>;
export type Component = Preview["profile"]["components"][number];
export type ConfigurationProblem = Infer<typeof ciCd.ConfigurationProblem>;
export type JobExplanation = Preview["jobs"][number];
export type FileProblem = Preview["problems"][number];
export type CiCdValidation = Infer<typeof ciCd.ValidateResult>;
export type Artifact = Infer<typeof ciCd.Artifact>;
export type ArtifactSummary = Infer<typeof ciCd.ArtifactSummary>;

export type AiProvider = Infer<typeof aiFacts.AiProvider>;
export type AiSource = Infer<typeof aiFacts.AiSource>;
export type AiSummary = Infer<typeof aiFacts.AiSummary>;
export type AiSettings = Infer<typeof ai.AiSettings>;
export type AiProviderState = AiSettings["providers"][number];
export type AiSettingsChange = Input<typeof ai.AiSettingsBody>;
export type AiKey = Input<typeof ai.AiKeyBody>;
export type AiEstimate = Infer<typeof ai.AiEstimate>;
export type AiFix = Infer<typeof ai.AiFix>;
export type AiRequest = Infer<typeof ai.AiRequest>;
export type Review = Infer<typeof ai.Review>;
export type ReviewNote = Review["notes"][number];
export type Usage = Infer<typeof ai.Usage>;
export type Spent = Usage["total"];
export type Meter = Usage["user_day"];

export type TemplateBody = Input<typeof templates.TemplateBody>;
export type TemplateMatch = Input<typeof templates.TemplateMatch>;
export type ListedTemplate = Infer<typeof templates.ListedTemplate>;
export type TemplatePreview = Infer<typeof templates.TemplatePreview>;
export type TestMatch = Infer<typeof templates.TestMatchResult>;

export type Job = Infer<typeof jobs.Job>;
export type JobKind = Infer<typeof jobs.JobKind>;
export type JobState = Infer<typeof jobs.JobState>;
export type JobPhase = Infer<typeof jobs.JobPhase>;
export type JobStep = Infer<typeof jobs.JobStep>;
export type JobEvent = Infer<typeof jobs.JobEvent>;
export type JobLogs = Infer<typeof jobs.JobLogs>;
export type QueueStats = Infer<typeof jobs.QueueStats>;
export type DeadLetters = Input<typeof jobs.DeadLettersBody>;
export type DeadLettersRetried = Infer<typeof jobs.DeadLettersRetried>;
export type DeadLettersDeleted = Infer<typeof jobs.DeadLettersDeleted>;
export type OrgFrame = Infer<typeof jobs.OrgFrame>;

export type Delivery = Infer<typeof deliveries.Delivery>;
export type WebhookGap = Infer<typeof deliveries.WebhookGap>;
export type SyncState = Infer<typeof deliveries.SyncState>;
export type SweepStarted = Infer<typeof deliveries.SweepStarted>;
export type HookKeyRotated = Infer<typeof deliveries.HookKeyRotated>;

export type PullCheck = Infer<typeof pulls.PullCheck>;
export type PullCheckFinding = Infer<typeof pulls.PullCheckFinding>;

export type Rule = Infer<typeof rules.Rule>;
export type RuleList = Infer<typeof rules.RuleList>;

export type Role = Infer<typeof common.Role>;
export type Person = Infer<typeof common.Person>;
export type Org = Infer<typeof orgs.Org>;
type OrgList = Infer<typeof orgs.OrgList>;
export type ListedOrg = OrgList["items"][number];
export type OrgDeletion = Infer<typeof orgs.OrgDeletion>;
export type OrgTransfer = Input<typeof orgs.OrgTransferBody>;
export type GithubOwners = Infer<typeof orgs.GithubOwnerList>["items"];
export type GithubMapping = Input<typeof orgs.GithubMappingBody>;
export type Member = Infer<typeof orgs.Member>;
export type Invitation = Infer<typeof orgs.Invitation>;
export type NewInvitation = Infer<typeof orgs.NewInvitation>;
export type InvitationWish = Input<typeof orgs.InvitationBody>;
export type InvitationOffer = Infer<typeof orgs.InvitationOffer>;
export type InvitationChoice = Input<typeof orgs.InvitationChoice>;
export type InvitationAccepted = Infer<typeof orgs.InvitationAccepted>;

export type SessionList = Infer<typeof sessions.SessionList>;
export type Session = SessionList["items"][number];

export type ApiToken = Infer<typeof tokens.Token>;
export type NewApiToken = Infer<typeof tokens.NewToken>;
export type ApiTokenBody = Input<typeof tokens.TokenBody>;

export type AuditRow = Infer<typeof audit.AuditRow>;
export type AuditVerdict = Infer<typeof audit.AuditVerdict>;
export type AuditExport = Input<typeof audit.AuditExportBody>;

export type Encryption = Infer<typeof encryption.Encryption>;
export type Resealed = Infer<typeof encryption.Resealed>;
