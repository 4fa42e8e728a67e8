CREATE TABLE `audit_heads` (
	`org_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`pruned_seq` integer DEFAULT 0 NOT NULL,
	`pruned_hash` text DEFAULT '' NOT NULL,
	`removable_seq` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `organization_tombstones` (
	`org_id` text PRIMARY KEY NOT NULL,
	`deleted_at` integer NOT NULL,
	`deleted_by` text,
	`audit_seq` integer NOT NULL,
	`audit_hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `api_tokens` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`last_used_at` integer,
	`last_network` text,
	`revoked_at` integer,
	FOREIGN KEY (`org_id`,`user_id`) REFERENCES `organization_members`(`org_id`,`user_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_org_id` ON `api_tokens` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_hash` ON `api_tokens` (`hash`);--> statement-breakpoint
CREATE INDEX `api_tokens_user` ON `api_tokens` (`org_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`org_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`token_hash` text,
	`github_id` integer,
	`github_login` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`accepted_by` text,
	`accepted_at` integer,
	`ended_at` integer,
	FOREIGN KEY (`org_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_org_id` ON `invitations` (`org_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invitations_github` ON `invitations` (`github_id`);--> statement-breakpoint
CREATE INDEX `invitations_age` ON `invitations` (`expires_at`);--> statement-breakpoint
CREATE TABLE `key_rotations` (
	`kid` text NOT NULL,
	`place` text NOT NULL,
	`cursor` text DEFAULT '' NOT NULL,
	`resealed` integer DEFAULT 0 NOT NULL,
	`unreadable` integer DEFAULT 0 NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`kid`, `place`)
);
--> statement-breakpoint
DROP INDEX `audit_log_list`;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `seq` integer;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `via` text;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `origin` text;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `hash` text;--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_seq` ON `audit_log` (`org_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_unsealed` ON `audit_log` (`org_id`,`at`) WHERE seq is null;--> statement-breakpoint
ALTER TABLE `github_tokens` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `github_tokens` ADD `refresh_sealed` text;--> statement-breakpoint
ALTER TABLE `github_tokens` ADD `refresh_expires_at` integer;--> statement-breakpoint
ALTER TABLE `github_tokens` ADD `renewing_until` integer;--> statement-breakpoint
ALTER TABLE `oauth_transactions` ADD `org_id` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `deletion_requested_by` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `delete_after` integer;--> statement-breakpoint
ALTER TABLE `organizations` ADD `github_owner_id` integer;--> statement-breakpoint
ALTER TABLE `organizations` ADD `github_owner` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `github_mapped_by` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `connects_all` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `github_read_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `network` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `country` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `city` text;--> statement-breakpoint
CREATE TRIGGER `audit_log_immutable` BEFORE UPDATE ON `audit_log`
WHEN old.`seq` IS NOT NULL OR old.`hash` IS NOT NULL OR new.`seq` IS NULL OR new.`hash` IS NULL
  OR new.`org_id` IS NOT old.`org_id` OR new.`id` IS NOT old.`id` OR new.`at` IS NOT old.`at`
  OR new.`actor_kind` IS NOT old.`actor_kind` OR new.`actor_id` IS NOT old.`actor_id` OR new.`action` IS NOT old.`action`
  OR new.`target_kind` IS NOT old.`target_kind` OR new.`target_id` IS NOT old.`target_id`
  OR new.`correlation_id` IS NOT old.`correlation_id` OR new.`meta` IS NOT old.`meta` OR new.`via` IS NOT old.`via`
  OR new.`origin` IS NOT old.`origin`
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;--> statement-breakpoint
CREATE TRIGGER `audit_log_kept` BEFORE DELETE ON `audit_log`
WHEN old.`seq` IS NULL OR old.`seq` > coalesce((SELECT `removable_seq` FROM `audit_heads` WHERE `org_id` = old.`org_id`), 0)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_log_new` BEFORE INSERT ON `audit_log`
WHEN EXISTS (SELECT 1 FROM `audit_log` WHERE `id` = new.`id`)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
