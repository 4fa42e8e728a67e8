CREATE TABLE `ai_alerts` (
	`org_id` text NOT NULL,
	`window` text NOT NULL,
	`percent` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `window`, `percent`),
	FOREIGN KEY (`org_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `ai_cache` (
	`org_id` text NOT NULL,
	`key` text NOT NULL,
	`answer` text NOT NULL,
	`provider` text NOT NULL,
	`model` text NOT NULL,
	`repository_id` text,
	`answered_at` integer NOT NULL,
	`used_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `key`),
	FOREIGN KEY (`org_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `ai_cache_age` ON `ai_cache` (`used_at`);--> statement-breakpoint
CREATE TABLE `ai_keys` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`provider` text NOT NULL,
	`sealed` text NOT NULL,
	`kid` text NOT NULL,
	`plan` text NOT NULL,
	`state` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`checked_at` integer NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ai_keys_org_id` ON `ai_keys` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `ai_keys_provider` ON `ai_keys` (`org_id`,`provider`);--> statement-breakpoint
CREATE INDEX `ai_keys_kid` ON `ai_keys` (`kid`);--> statement-breakpoint
CREATE TABLE `ai_requests` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`repository_id` text,
	`job_id` text,
	`user_id` text,
	`task` text NOT NULL,
	`provider` text,
	`model` text,
	`prompt_version` integer NOT NULL,
	`context_hash` text NOT NULL,
	`outcome` text NOT NULL,
	`reason` text,
	`estimated_tokens` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cost_micros` integer NOT NULL,
	`attempts` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`kept` integer DEFAULT 0 NOT NULL,
	`dropped` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ai_requests_org_id` ON `ai_requests` (`org_id`,`id`);--> statement-breakpoint
CREATE INDEX `ai_requests_list` ON `ai_requests` (`org_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `ai_requests_age` ON `ai_requests` (`at`);--> statement-breakpoint
CREATE TABLE `ai_retries` (
	`org_id` text NOT NULL,
	`repository_id` text NOT NULL,
	`type` text NOT NULL,
	`attempt` integer NOT NULL,
	`due_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `repository_id`, `type`),
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ai_retries_due` ON `ai_retries` (`due_at`);--> statement-breakpoint
CREATE TABLE `ai_settings` (
	`org_id` text PRIMARY KEY NOT NULL,
	`is_enabled` integer NOT NULL,
	`providers` text NOT NULL,
	`private_code` text NOT NULL,
	`cap_task` integer,
	`cap_user_day` integer,
	`cap_user_month` integer,
	`cap_organization_month` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `ai_usage` (
	`org_id` text NOT NULL,
	`day` integer NOT NULL,
	`user_id` text NOT NULL,
	`task` text NOT NULL,
	`model` text NOT NULL,
	`requests` integer NOT NULL,
	`cached` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cost_micros` integer NOT NULL,
	`kept` integer NOT NULL,
	`dropped` integer NOT NULL,
	PRIMARY KEY(`org_id`, `day`, `user_id`, `task`, `model`)
);
--> statement-breakpoint
ALTER TABLE `artifacts` ADD `ai` text;--> statement-breakpoint
ALTER TABLE `analyses` ADD `ai` text;--> statement-breakpoint
ALTER TABLE `recommendations` ADD `ai` text;--> statement-breakpoint
ALTER TABLE `remediation_snippets` ADD `ai` text;