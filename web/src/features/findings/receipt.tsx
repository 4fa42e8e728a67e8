import { For } from "solid-js";
import type { Receipt } from "../../api-types.ts";
import { receiptText } from "../../strings.ts";
import { IconDone, IconFailed } from "../../ui/icons.ts";

const HASH_SHOWN = 12;

/** What was proved on the patched files, and the hashes to check it by. */
export function ReceiptView(props: { readonly receipt: Receipt; readonly isOpen?: boolean }) {
  return (
    <details class="receipt" open={props.isOpen ?? false}>
      <summary class="disclosure receipt-head">
        <span class="strong">{receiptText.title}</span>
        <span class="quiet">{receiptText.proved}</span>
      </summary>
      <div class="receipt-body">
        <ul class="receipt-checks">
          <For each={props.receipt.checks}>
            {(check) => (
              <li class={check.passed ? "receipt-passed" : "receipt-failed"}>
                {check.passed ? <IconDone class="icon-small" /> : <IconFailed class="icon-small" />}
                <span>{receiptText.checks[check.name] ?? check.name}</span>
                <span class="sr-only">: {check.passed ? receiptText.passed : receiptText.notPassed}</span>
              </li>
            )}
          </For>
        </ul>
        <dl class="facts receipt-facts">
          <dt>{receiptText.findings}</dt>
          <dd class="tabular">
            <span aria-hidden="true">
              {receiptText.change(props.receipt.findings_before, props.receipt.findings_after)}
            </span>
            <span class="sr-only">
              {receiptText.changeLong(props.receipt.findings_before, props.receipt.findings_after)}
            </span>
          </dd>
          <dt>{receiptText.ruleSet}</dt>
          <dd class="mono">{props.receipt.rule_set_version}</dd>
          <dt title={receiptText.hashes}>{receiptText.files}</dt>
          <dd>
            <For each={props.receipt.files}>
              {(file) => (
                <p class="mono receipt-hash" title={`${file.before} → ${file.after}`}>
                  {file.path}{" "}
                  <span class="quiet">
                    {file.before.slice(0, HASH_SHOWN)} → {file.after.slice(0, HASH_SHOWN)}
                  </span>
                </p>
              )}
            </For>
          </dd>
        </dl>
      </div>
    </details>
  );
}
