CREATE TABLE `artifacts` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`job_id` text,
	`platform` text NOT NULL,
	`origin` text NOT NULL,
	`commit_sha` text NOT NULL,
	`options` text NOT NULL,
	`template` text,
	`files` text NOT NULL,
	`jobs` text NOT NULL,
	`notes` text NOT NULL,
	`profile` text NOT NULL,
	`problems` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`org_id`,`job_id`) REFERENCES `jobs`(`org_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `artifacts_org_id` ON `artifacts` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `artifacts_job` ON `artifacts` (`org_id`,`job_id`);--> statement-breakpoint
CREATE INDEX `artifacts_repository` ON `artifacts` (`org_id`,`repository_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `ci_template_versions` (
	`org_id` text NOT NULL,
	`template_id` text NOT NULL,
	`version` integer NOT NULL,
	`definition` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `template_id`, `version`),
	FOREIGN KEY (`org_id`,`template_id`) REFERENCES `ci_templates`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `ci_templates` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ci_templates_org_id` ON `ci_templates` (`org_id`,`id`);--> statement-breakpoint
CREATE INDEX `ci_templates_list` ON `ci_templates` (`org_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `repository_profiles` (
	`org_id` text NOT NULL,
	`repository_id` text NOT NULL,
	`commit_sha` text,
	`facts` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `repository_id`),
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `__new_pull_requests` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`analysis_id` text,
	`artifact_id` text,
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
	FOREIGN KEY (`org_id`,`analysis_id`) REFERENCES `analyses`(`org_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`org_id`,`artifact_id`) REFERENCES `artifacts`(`org_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_pull_requests`("org_id", "id", "repository_id", "analysis_id", "artifact_id", "plan_key", "state", "branch", "base", "base_commit", "title", "body", "files", "receipt", "remediation_ids", "number", "url", "pull_state", "requested_by", "created_at", "opened_at", "updated_at") SELECT "org_id", "id", "repository_id", "analysis_id", NULL, "plan_key", "state", "branch", "base", "base_commit", "title", "body", "files", "receipt", "remediation_ids", "number", "url", "pull_state", "requested_by", "created_at", "opened_at", "updated_at" FROM `pull_requests`;--> statement-breakpoint
DROP TABLE `pull_requests`;--> statement-breakpoint
ALTER TABLE `__new_pull_requests` RENAME TO `pull_requests`;--> statement-breakpoint
CREATE UNIQUE INDEX `pull_requests_org_id` ON `pull_requests` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `pull_requests_plan` ON `pull_requests` (`org_id`,`repository_id`,`plan_key`);--> statement-breakpoint
CREATE INDEX `pull_requests_repository` ON `pull_requests` (`org_id`,`repository_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `pull_requests_artifact` ON `pull_requests` (`org_id`,`artifact_id`);--> statement-breakpoint
CREATE INDEX `pull_requests_number` ON `pull_requests` (`org_id`,`repository_id`,`number`);