/**
 * Keeps out of a log what a message constant calls sensitive: the whole payload, or what stands at JSON Pointers (RFC 6901).
 */
import { encodeValue } from "./encode.ts";

const REDACTED = { $core: "redacted" };

/** Tags that hold the members of one of the app's objects under `value`. */
const HOLDERS: ReadonlySet<unknown> = new Set(["object", "plain", "Error"]);

/**
 * Gives a payload as JSON text without what is sensitive. Cost: without anything sensitive that of `encodeValue`; with pointers
 * one more parse and stringify. A pointer that leads nowhere withholds nothing.
 */
export function encodePayload(data: unknown, sensitive: boolean | readonly string[] | undefined): string {
  if (sensitive === true) return JSON.stringify(REDACTED);
  const text = encodeValue(data);
  if (!sensitive || sensitive.length === 0) return text;
  let whole: unknown = JSON.parse(text);
  for (const pointer of sensitive) whole = withheld(whole, pointer.split("/").slice(1));
  return JSON.stringify(whole);
}

function withheld(json: unknown, [step, ...others]: readonly string[]): unknown {
  if (step === undefined) return REDACTED;
  if (typeof json !== "object" || json === null) return json;
  const { $core: tag, value } = json as { readonly $core?: unknown; readonly value?: unknown };
  if (HOLDERS.has(tag)) return { ...json, value: withheld(value, [step, ...others]) };
  const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
  if (tag !== undefined || !Object.hasOwn(json, key) || (Array.isArray(json) && key === "length")) return json;
  const inside = withheld((json as Record<string, unknown>)[key], others);
  if (Array.isArray(json)) return json.with(Number(key), inside);
  const copy = { ...json };
  Object.defineProperty(copy, key, { value: inside, enumerable: true, configurable: true, writable: true });
  return copy;
}
