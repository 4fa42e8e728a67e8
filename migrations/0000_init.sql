CREATE TABLE `github_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`sealed` text NOT NULL,
	`kid` text NOT NULL,
	`scopes` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `github_tokens_user` ON `github_tokens` (`user_id`);--> statement-breakpoint
CREATE INDEX `github_tokens_kid` ON `github_tokens` (`kid`);--> statement-breakpoint
CREATE TABLE `oauth_transactions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`code_verifier` text NOT NULL,
	`access` text NOT NULL,
	`return_to` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `organization_members` (
	`org_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `user_id`),
	FOREIGN KEY (`org_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `organization_members_user` ON `organization_members` (`user_id`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`personal_of` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organizations_personal_of_unique` ON `organizations` (`personal_of`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`org_id` text NOT NULL,
	`epoch` integer NOT NULL,
	`refresh_hash` text NOT NULL,
	`previous_hash` text,
	`rotated_at` integer,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_refresh` ON `sessions` (`refresh_hash`);--> statement-breakpoint
CREATE INDEX `sessions_previous` ON `sessions` (`previous_hash`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`github_id` integer NOT NULL,
	`login` text NOT NULL,
	`name` text,
	`email` text,
	`avatar_url` text,
	`session_epoch` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_github_id` ON `users` (`github_id`);--> statement-breakpoint
CREATE TABLE `job_logs` (
	`org_id` text NOT NULL,
	`job_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`level` text NOT NULL,
	`message` text NOT NULL,
	`state` text,
	`step` text,
	PRIMARY KEY(`org_id`, `job_id`, `seq`),
	FOREIGN KEY (`org_id`,`job_id`) REFERENCES `jobs`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `job_logs_age` ON `job_logs` (`at`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`kind` text NOT NULL,
	`trigger` text NOT NULL,
	`state` text NOT NULL,
	`input` text NOT NULL,
	`coalesce_key` text,
	`attempt` integer DEFAULT 0 NOT NULL,
	`lost` integer DEFAULT 0 NOT NULL,
	`fence` integer DEFAULT 0 NOT NULL,
	`claim_token` text,
	`lease_until` integer,
	`next_run_at` integer,
	`published_at` integer,
	`requested_by` text,
	`correlation_id` text NOT NULL,
	`error_code` text,
	`error_detail` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_org_id` ON `jobs` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_coalesce` ON `jobs` (`org_id`,`coalesce_key`);--> statement-breakpoint
CREATE INDEX `jobs_list` ON `jobs` (`org_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `jobs_repository` ON `jobs` (`org_id`,`repository_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `jobs_runnable` ON `jobs` (`state`,`next_run_at`);--> statement-breakpoint
CREATE INDEX `jobs_lease` ON `jobs` (`state`,`lease_until`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`target_kind` text NOT NULL,
	`target_id` text,
	`correlation_id` text NOT NULL,
	`meta` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_org_id` ON `audit_log` (`org_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_list` ON `audit_log` (`org_id`,`at`);--> statement-breakpoint
CREATE TABLE `blobs` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`content` text,
	`is_binary` integer DEFAULT false NOT NULL,
	`size` integer NOT NULL,
	`used_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `kind`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `blobs_used` ON `blobs` (`used_at`);--> statement-breakpoint
CREATE TABLE `repositories` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`github_id` integer NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`full_name` text NOT NULL,
	`description` text,
	`is_private` integer NOT NULL,
	`is_archived` integer NOT NULL,
	`is_fork` integer NOT NULL,
	`default_branch` text,
	`language` text,
	`stars` integer DEFAULT 0 NOT NULL,
	`forks` integer DEFAULT 0 NOT NULL,
	`html_url` text NOT NULL,
	`state` text NOT NULL,
	`connected_by` text NOT NULL,
	`hook_id` integer,
	`hook_secret` text NOT NULL,
	`hook_secret_kid` text NOT NULL,
	`previous_hook_secret` text,
	`previous_hook_secret_until` integer,
	`head_sha` text,
	`head_etag` text,
	`last_analysis_id` text,
	`open_findings` integer DEFAULT 0 NOT NULL,
	`connected_at` integer NOT NULL,
	`synced_at` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `repositories_org_id` ON `repositories` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `repositories_org_github` ON `repositories` (`org_id`,`github_id`);--> statement-breakpoint
CREATE INDEX `repositories_org_name` ON `repositories` (`org_id`,`full_name`);--> statement-breakpoint
CREATE INDEX `repositories_hook` ON `repositories` (`hook_id`);--> statement-breakpoint
CREATE TABLE `repository_health` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`analysis_id` text NOT NULL,
	`commit_sha` text,
	`rule_set_version` text NOT NULL,
	`overall` integer NOT NULL,
	`security` integer,
	`ci_cd` integer,
	`performance` integer,
	`quality` integer,
	`open_findings` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `repository_health_org_id` ON `repository_health` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `repository_health_analysis` ON `repository_health` (`org_id`,`analysis_id`);--> statement-breakpoint
CREATE INDEX `repository_health_history` ON `repository_health` (`org_id`,`repository_id`,`at`);--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`hook_id` integer NOT NULL,
	`guid` text NOT NULL,
	`event` text NOT NULL,
	`action` text,
	`outcome` text NOT NULL,
	`job_id` text,
	`received_at` integer NOT NULL,
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_deliveries_org_id` ON `webhook_deliveries` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_deliveries_guid` ON `webhook_deliveries` (`org_id`,`hook_id`,`guid`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_list` ON `webhook_deliveries` (`org_id`,`repository_id`,`received_at`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_age` ON `webhook_deliveries` (`received_at`);--> statement-breakpoint
CREATE TABLE `analyses` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`job_id` text NOT NULL,
	`type` text NOT NULL,
	`branch` text,
	`commit_sha` text,
	`snapshot_key` text,
	`rule_set_version` text,
	`scores` text,
	`counts` text,
	`notes` text,
	`files_read` integer,
	`dropped_fixes` integer DEFAULT 0 NOT NULL,
	`ai_status` text DEFAULT 'off' NOT NULL,
	`created_at` integer NOT NULL,
	`completed_at` integer,
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`org_id`,`job_id`) REFERENCES `jobs`(`org_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `analyses_org_id` ON `analyses` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `analyses_job` ON `analyses` (`org_id`,`job_id`);--> statement-breakpoint
CREATE INDEX `analyses_repository` ON `analyses` (`org_id`,`repository_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `pull_requests` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`analysis_id` text NOT NULL,
	`plan_key` text NOT NULL,
	`state` text NOT NULL,
	`branch` text NOT NULL,
	`base` text NOT NULL,
	`base_commit` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`files` text NOT NULL,
	`receipt` text NOT NULL,
	`remediation_ids` text NOT NULL,
	`number` integer,
	`url` text,
	`pull_state` text,
	`requested_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`opened_at` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`org_id`,`analysis_id`) REFERENCES `analyses`(`org_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pull_requests_org_id` ON `pull_requests` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `pull_requests_plan` ON `pull_requests` (`org_id`,`repository_id`,`plan_key`);--> statement-breakpoint
CREATE INDEX `pull_requests_repository` ON `pull_requests` (`org_id`,`repository_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `pull_requests_number` ON `pull_requests` (`org_id`,`repository_id`,`number`);--> statement-breakpoint
CREATE TABLE `recommendations` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`analysis_id` text NOT NULL,
	`position` integer NOT NULL,
	`rule` text NOT NULL,
	`category` text NOT NULL,
	`severity` text NOT NULL,
	`message` text NOT NULL,
	`path` text NOT NULL,
	`line` integer NOT NULL,
	`end_line` integer NOT NULL,
	`column` integer NOT NULL,
	`evidence` text NOT NULL,
	`fingerprint` text NOT NULL,
	`state` text NOT NULL,
	`remediation_id` text,
	FOREIGN KEY (`org_id`,`analysis_id`) REFERENCES `analyses`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recommendations_org_id` ON `recommendations` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `recommendations_fingerprint` ON `recommendations` (`org_id`,`analysis_id`,`fingerprint`);--> statement-breakpoint
CREATE INDEX `recommendations_list` ON `recommendations` (`org_id`,`analysis_id`,`position`);--> statement-breakpoint
CREATE TABLE `remediation_snippets` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`analysis_id` text NOT NULL,
	`position` integer NOT NULL,
	`rule` text NOT NULL,
	`fix_class` text NOT NULL,
	`title` text NOT NULL,
	`explanation` text NOT NULL,
	`resolves` text NOT NULL,
	`edits` text NOT NULL,
	`diff` text NOT NULL,
	`receipt` text NOT NULL,
	FOREIGN KEY (`org_id`,`analysis_id`) REFERENCES `analyses`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `remediation_snippets_org_id` ON `remediation_snippets` (`org_id`,`id`);--> statement-breakpoint
CREATE INDEX `remediation_snippets_list` ON `remediation_snippets` (`org_id`,`analysis_id`,`position`);