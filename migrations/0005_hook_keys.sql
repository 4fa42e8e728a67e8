-- contract: secrets of webhooks are derived and no longer stored
ALTER TABLE `repositories` DROP COLUMN `hook_secret`;--> statement-breakpoint
ALTER TABLE `repositories` DROP COLUMN `hook_secret_kid`;--> statement-breakpoint
ALTER TABLE `repositories` DROP COLUMN `previous_hook_secret`;--> statement-breakpoint
ALTER TABLE `repositories` DROP COLUMN `previous_hook_secret_until`;