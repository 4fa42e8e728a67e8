import { AppError } from "../../errors.ts";

/** Throws invalid_input unless the typed name is exactly the organization's. */
export function requireName(name: string, typed: string): void {
  if (typed === name) return;
  const errors = [{ path: "confirm", message: "Is not the name of the organization." }];
  throw new AppError("invalid_input", "Type the name of the organization exactly as it is shown.", { errors });
}
