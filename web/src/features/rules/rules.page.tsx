import "../../styles/rules.css";
import { A, createAsync, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Category, Rule, RuleList } from "../../api-types.ts";
import { createPageTitle, PageHead } from "../../app/page.tsx";
import { badgeText, categoryText, ruleText } from "../../strings.ts";
import { Badge, SeverityIcon } from "../../ui/badge.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconSearch } from "../../ui/icons.ts";
import { SearchField } from "../../ui/search-field.tsx";
import { matchingRules } from "./rules.model.ts";
import { getRules } from "./rules.queries.ts";
import { RulesFrame } from "./rules-frame.tsx";

const CATEGORIES: readonly (Category | "all")[] = ["all", "security", "ci_cd", "performance", "quality"];

/** The catalogue: every rule in a row, found by words and category. */
export function RulesPage() {
  createPageTitle(() => ruleText.title);
  return (
    <RulesFrame keys={[getRules.key]}>
      <Catalogue />
    </RulesFrame>
  );
}

function Catalogue() {
  const list = createAsync(() => getRules());
  return <Show when={list()}>{(known) => <RuleTable list={known()} />}</Show>;
}

type Search = { q?: string; category?: string };

function RuleTable(props: { readonly list: RuleList }) {
  const [search, setSearch] = useSearchParams<Search>();
  const category = () => CATEGORIES.find((known) => known === search.category) ?? "all";
  const shown = () => matchingRules(props.list.items, { words: search.q ?? "", category: category() });
  return (
    <>
      <PageHead title={ruleText.title} below={ruleText.lead(props.list.items.length, props.list.rule_set_version)} />
      <div class="rules-tools">
        <SearchField
          label={ruleText.search}
          placeholder={ruleText.placeholder}
          value={search.q ?? ""}
          onInput={(q) => setSearch({ q: q || undefined }, { replace: true })}
        />
        <fieldset class="chips">
          <legend class="sr-only">{ruleText.category}</legend>
          <For each={CATEGORIES}>
            {(key) => (
              <button
                type="button"
                class="chip"
                aria-pressed={category() === key}
                onClick={() => setSearch({ category: key === "all" ? undefined : key }, { replace: true })}
              >
                {key === "all" ? ruleText.any : categoryText[key]}
              </button>
            )}
          </For>
        </fieldset>
        <p class="quiet small tabular" role="status">
          {ruleText.shown(shown().length, props.list.items.length)}
        </p>
      </div>
      <Show
        when={shown().length > 0}
        fallback={
          <EmptyState icon={IconSearch} title={ruleText.noneTitle}>
            {ruleText.none}
          </EmptyState>
        }
      >
        <ul class="card rules-list">
          <For each={shown()}>{(rule) => <RuleRow rule={rule} />}</For>
        </ul>
      </Show>
    </>
  );
}

function RuleRow(props: { readonly rule: Rule }) {
  return (
    <li>
      <A class="rules-row" href={`/rules/${props.rule.id}`}>
        <span class={`rules-severity severity-${props.rule.severity}`}>
          <SeverityIcon severity={props.rule.severity} />
          <span class="sr-only">{badgeText.severity[props.rule.severity]}</span>
        </span>
        <span class="rules-words">
          <span class="strong">{props.rule.title}</span>
          <span class="mono small quiet">{props.rule.id}</span>
        </span>
        <span class="rules-badges">
          <Show when={props.rule.profile === "strict"}>
            <Badge title={ruleText.strictHint}>{ruleText.strict}</Badge>
          </Show>
          <Show when={props.rule.fix_class !== "none"}>
            <Badge tone="ok">{ruleText.fixClass[props.rule.fix_class]}</Badge>
          </Show>
          <Badge>{categoryText[props.rule.category]}</Badge>
        </span>
      </A>
    </li>
  );
}
