/**
 * Durations, sizes and shares as people write them: `30s`, `100MB`, `2%`. Sizes are decimal, as disks are sold and `ls -h --si` prints
 * them; `MiB` and the like are binary. @throws each SyntaxError, or RangeError, that names the value and what would do.
 */

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const BYTES: Readonly<Record<string, number>> = {
  b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 1_024, mib: 1_048_576, gib: 1_073_741_824, tib: 1_099_511_627_776,
};

/** Gives a duration in milliseconds; a number is one already. */
export function durationMs(what: string, value: string | number): number {
  return quantity(what, value, MS, 'a duration such as "500ms", "30s", "5m", "12h" or "7d"');
}

/** Gives a size in bytes, whole; a number is one already. */
export function sizeBytes(what: string, value: string | number): number {
  return Math.round(quantity(what, value, BYTES, 'a size such as "64kB", "100MB" or "2GB"'));
}

/** Tells whether a text has the form of a size rather than of a duration. */
export function isSize(value: string): boolean {
  const unit = /^[\d.]+\s*([A-Za-z]+)$/.exec(value)?.[1]?.toLowerCase();
  return unit !== undefined && Object.hasOwn(BYTES, unit);
}

/** Gives a share from above 0 to 1: `2%` is 0.02, and so is the number. */
export function share(what: string, value: string | number): number {
  const wanted = 'a share such as "2%"';
  const percent = typeof value === "string" ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value)?.[1] : undefined;
  if (typeof value === "string" && percent === undefined) throw new SyntaxError(`Cannot use ${what} "${value}": it is not ${wanted}`);
  const found = percent === undefined ? Number(value) : Number(percent) / 100;
  if (!(found > 0 && found <= 1)) throw new RangeError(`Cannot use ${what} "${value}": it is not above 0 and up to 100 %`);
  return found;
}

function quantity(what: string, value: string | number, units: Readonly<Record<string, number>>, wanted: string): number {
  const [, digits, unit = ""] = typeof value === "string" ? /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(value) ?? [] : ["", String(value)];
  const factor = typeof value === "number" ? 1 : units[unit.toLowerCase()];
  if (digits === undefined || factor === undefined) throw new SyntaxError(`Cannot use ${what} "${value}": it is not ${wanted}`);
  const found = Number(digits) * factor;
  if (!(found > 0 && Number.isFinite(found))) throw new RangeError(`Cannot use ${what} "${value}": it is not above 0`);
  return found;
}
