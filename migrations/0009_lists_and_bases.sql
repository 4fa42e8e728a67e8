ALTER TABLE `pull_checks` ADD `base_ref` text;--> statement-breakpoint
CREATE INDEX `jobs_over` ON `jobs` (`org_id`,`kind`,`state`,`created_at`) WHERE finished_at is not null;