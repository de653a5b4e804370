/** Tells the app of errors that no caller is told of. */
import type { Bus } from "./bus.ts";
import type { CoreError } from "./errors.ts";

/** Gives `onError` what no caller is told. */
export function report(bus: Bus, error: CoreError): void {
  try {
    bus.onError(error);
  } catch (thrown) {
    console.error(thrown);
  }
}
