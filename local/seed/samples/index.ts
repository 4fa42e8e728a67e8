import type { Sample } from "../sample.ts";
import { brokenPipelines } from "./broken-pipelines.ts";
import { checkoutApi } from "./checkout-api.ts";
import { edgeProxy } from "./edge-proxy.ts";
import { empty } from "./empty.ts";
import { invoiceService } from "./invoice-service.ts";
import { ledger } from "./ledger.ts";
import { storefront } from "./storefront.ts";
import { tinygrep } from "./tinygrep.ts";

export const SAMPLES: readonly Sample[] = [
  checkoutApi,
  invoiceService,
  edgeProxy,
  ledger,
  storefront,
  brokenPipelines,
  tinygrep,
  empty,
];
