/**
 * Values as a log holds them: plain JSON, and objects with the one reserved key `$core` for what JSON cannot say. This names
 * what such an object stands for, in a few words, without making the value itself. `docs/log-format.md` lists the tags.
 */

/** An object that stands for a value JSON cannot hold. */
export interface TaggedValue {
  readonly $core: string;
  readonly value?: unknown;
  readonly [member: string]: unknown;
}

/** Tells whether a parsed value is a tag. */
export function isTagged(value: unknown): value is TaggedValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && typeof (value as { $core?: unknown }).$core === "string";
}

/** Says in a few words what a tag stands for: `12n`, `Map(2)`, `‹reply channel›`. */
export function tagText({ $core: tag, value, ...more }: TaggedValue): string {
  switch (tag) {
    case "undefined": return "undefined";
    case "number": return String(value);
    case "bigint": return `${String(value)}n`;
    case "Date": return value === null ? "Date(invalid)" : String(value);
    case "Map": return `Map(${sizeOf(value)})`;
    case "Set": return `Set(${sizeOf(value)})`;
    case "bytes": return `‹${String(more["type"] ?? "bytes")}, ${String(more["bytes"] ?? "?")} B›`;
    case "Error": return errorText(value);
    case "URL": return String(value);
    case "RegExp": return `/${field(value, "source")}/${field(value, "flags")}`;
    case "symbol": return `Symbol(${String(value ?? "")})`;
    case "function": return `‹function ${String(value ?? "")}›`;
    case "ref": return `‹same as ${String(value) === "" ? "the whole" : String(value)}›`;
    case "ReplyChannel": return "‹reply channel›";
    case "redacted": return "‹redacted›";
    case "cut": return `‹cut: ${String(more["reason"] ?? value ?? "")}›`;
    case "unreadable": return `‹unreadable: ${String(value ?? "")}›`;
    default: return `‹${tag}›`;
  }
}

function sizeOf(value: unknown): string {
  return Array.isArray(value) ? String(value.length) : "?";
}

function errorText(value: unknown): string {
  return `${field(value, "name")}: ${field(value, "message")}`;
}

function field(value: unknown, name: string): string {
  return typeof value === "object" && value !== null ? String((value as Record<string, unknown>)[name] ?? "") : "";
}
