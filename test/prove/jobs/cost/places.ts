/** Where the rows hang that costs are measured on. */
export const ORG = "01900000-0000-7000-8000-000000000001";
export const REPOSITORY = "01900000-0000-7000-9000-000000000001";
export const JOB = "01900000-0000-7000-a000-000000000001";
export const ANALYSIS = "01900000-0000-7000-b000-000000000001";
/** Where those rows hang that fill a table but are in no list that is measured. */
export const OTHER_ORG = "01900000-0000-7000-8000-000000000002";
export const OTHER_ANALYSIS = "01900000-0000-7000-b000-000000000002";
/** Id of the webhook, and GitHub's of the repository. */
export const HOOK = 7;
export const PAGE = 25;
/** When the rows were made behind which a second page begins: few are older, however many there are. */
export const OLDER_AT = 200;
/** No list: it counts what the organization has. */
export const TOTALS = "totals over the repositories";
