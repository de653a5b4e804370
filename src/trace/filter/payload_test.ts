/** Conditions about payloads, as tests of one dispatch. */
import type { DispatchTrace } from "../dispatch_trace.ts";
import type { Check, ConditionNode, Fits } from "./ast.ts";
import { textTest } from "./fits.ts";
import { anyAt } from "./payload_path.ts";
import { jsonText } from "./payload_text.ts";
import { textOfValue, valueTest } from "./payload_value.ts";
import { allPayloadsOf, payloadsOf } from "./trace_payloads.ts";

type PayloadCondition = Extract<ConditionNode, { kind: "payload" }>;

/** Makes the test for a path into payloads: one of them passes. */
export function payloadTest(condition: PayloadCondition): (trace: DispatchTrace) => boolean {
  const passes = pathTest(condition);
  return (trace) => payloadsOf(trace, condition.root).some(passes);
}

/** Makes the test for one payload. */
export function pathTest({ root, steps, check }: PayloadCondition): (payload: unknown) => boolean {
  const passes = check === undefined ? () => true : root === "error" && steps.length === 0 && check.kind === "fits" ? errorTest(check.fits) : checkTest(check);
  return (payload) => anyAt(payload, steps, passes);
}

/** Makes the test for free text. */
export function freeTextTest(fits: Fits): (trace: DispatchTrace) => boolean {
  const test = textTest(fits);
  return (trace) => allPayloadsOf(trace).some((payload) => test(jsonText(payload)));
}

function checkTest(check: Check): (value: unknown) => boolean {
  if (check.kind === "compare") return valueTest(check.operator, check.literal);
  const test = textTest(check.fits);
  return (value) => test(textOfValue(value));
}

/** A regular expression looks at `name: message`; a word is a name or a code. */
function errorTest(fits: Fits): (error: unknown) => boolean {
  const test = textTest(fits);
  return (error) => {
    const { name, message, code } = error as { readonly name?: unknown; readonly message?: unknown; readonly code?: unknown };
    if (fits.kind === "regexp") return test(`${textOfMember(name)}: ${textOfMember(message)}`);
    return (name !== undefined && test(textOfMember(name))) || (code !== undefined && test(textOfMember(code)));
  };
}

function textOfMember(member: unknown): string {
  return member === undefined ? "" : textOfValue(member);
}
