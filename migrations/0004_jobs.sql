CREATE TABLE `job_starts` (
	`org_id` text NOT NULL,
	`at` integer NOT NULL,
	`job_id` text NOT NULL,
	PRIMARY KEY(`org_id`, `at`, `job_id`),
	FOREIGN KEY (`org_id`,`job_id`) REFERENCES `jobs`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `job_starts_age` ON `job_starts` (`at`);--> statement-breakpoint
CREATE TABLE `pull_checks` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`url` text NOT NULL,
	`head_sha` text NOT NULL,
	`base_sha` text NOT NULL,
	`is_fork` integer NOT NULL,
	`state` text NOT NULL,
	`job_id` text NOT NULL,
	`conclusion` text NOT NULL,
	`new_findings` integer NOT NULL,
	`fixed_findings` integer NOT NULL,
	`findings` text NOT NULL,
	`reported_as` text NOT NULL,
	`check_run_id` integer,
	`comment_id` integer,
	`detail` text,
	`checked_at` integer NOT NULL,
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pull_checks_org_id` ON `pull_checks` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `pull_checks_number` ON `pull_checks` (`org_id`,`repository_id`,`number`);--> statement-breakpoint
CREATE INDEX `pull_checks_list` ON `pull_checks` (`org_id`,`repository_id`,`checked_at`);--> statement-breakpoint
CREATE TABLE `webhook_gaps` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`repository_id` text NOT NULL,
	`hook_id` integer NOT NULL,
	`guid` text NOT NULL,
	`github_id` integer NOT NULL,
	`event` text NOT NULL,
	`action` text,
	`reason` text NOT NULL,
	`status_code` integer NOT NULL,
	`delivered_at` integer NOT NULL,
	`found_at` integer NOT NULL,
	`state` text NOT NULL,
	`asked_at` integer,
	`asks` integer DEFAULT 0 NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`org_id`,`repository_id`) REFERENCES `repositories`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_gaps_org_id` ON `webhook_gaps` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_gaps_guid` ON `webhook_gaps` (`org_id`,`hook_id`,`guid`);--> statement-breakpoint
CREATE INDEX `webhook_gaps_list` ON `webhook_gaps` (`org_id`,`found_at`);--> statement-breakpoint
CREATE INDEX `webhook_gaps_state` ON `webhook_gaps` (`org_id`,`state`,`found_at`);--> statement-breakpoint
CREATE INDEX `webhook_gaps_age` ON `webhook_gaps` (`found_at`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `priority` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `admission` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `retry_of` text;--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_retry_of` ON `jobs` (`org_id`,`retry_of`);--> statement-breakpoint
CREATE INDEX `jobs_waiting` ON `jobs` (`org_id`,`kind`,`priority`,`next_run_at`) WHERE state in ('pending', 'retrying') and published_at is null;--> statement-breakpoint
CREATE INDEX `jobs_outstanding` ON `jobs` (`org_id`,`kind`) WHERE state in ('pending', 'retrying', 'active', 'processing', 'ai_request') and published_at is not null;--> statement-breakpoint
ALTER TABLE `repositories` ADD `state_detail` text;--> statement-breakpoint
ALTER TABLE `repositories` ADD `hook_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `repositories` ADD `previous_hook_key` text;--> statement-breakpoint
ALTER TABLE `repositories` ADD `previous_hook_key_until` integer;--> statement-breakpoint
ALTER TABLE `repositories` ADD `deliveries_cursor` integer;--> statement-breakpoint
ALTER TABLE `repositories` ADD `deliveries_read_at` integer;--> statement-breakpoint
ALTER TABLE `repositories` ADD `checked_at` integer;--> statement-breakpoint
ALTER TABLE `repositories` ADD `repository_etag` text;--> statement-breakpoint
CREATE INDEX `repositories_checked` ON `repositories` (`state`,`checked_at`);