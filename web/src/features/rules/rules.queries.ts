import { query } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type { Rule, RuleList } from "../../api-types.ts";

export const getRules = query((): Promise<RuleList> => read(api.api.rules.$get()), "rules");

export const getRule = query((id: string): Promise<Rule> => read(api.api.rules[":id"].$get({ param: { id } })), "rule");
