/** Changes whenever a rule, a table or a fixer changes what results say. Year, month, serial. */
export const RULE_SET_VERSION = "2026.11.2";
