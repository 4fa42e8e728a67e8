import type { Sample } from "../sample.ts";
import { checkoutApi } from "./checkout-api.ts";

export const SAMPLES: readonly Sample[] = [checkoutApi];
