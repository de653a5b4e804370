// An explanation as a person reads it; shared, registers nothing.
import type { Explanation } from "../../../src/trace/explain/explain.ts";
import { doubtText, headlineText, reasonText } from "../../../src/trace/explain/reason_text.ts";

/** The headline, then each handler with its reason, then what is not known. */
export function told(explanation: Explanation): string[] {
  return [headlineText(explanation), ...explanation.concerned.map(({ handler, reasons: [reason] }) => `${handler}: ${reasonText(reason)}`), ...explanation.doubts.map((doubt) => `? ${doubtText(doubt)}`)];
}
