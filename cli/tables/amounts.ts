/** Amounts as short text, each with the unit that makes it readable. */
import { durationText } from "../../inspector/view/time_text.ts";
import { NOTHING } from "./fitted_table.ts";

/** `1,204`, and `–` for none. */
export function countText(count: number): string {
  return count === 0 ? NOTHING : count.toLocaleString("en");
}

/** Milliseconds without their unit, or what is longer with one: `0.41`, `1234`, `75.3 s`; `–` for none. */
export function msText(ms: number | undefined): string {
  return ms === undefined ? NOTHING : durationText(ms);
}

/** `820/s`, `1.2/s`, `12/min`, `3/h`: never less than one of its unit, but for the last. */
export function rateText(perSecond: number | undefined): string {
  if (perSecond === undefined || perSecond === 0) return NOTHING;
  const [amount, unit] = perSecond >= 1 ? [perSecond, "s"] : perSecond >= 1 / 60 ? [perSecond * 60, "min"] : [perSecond * 3600, "h"];
  return `${amount >= 9.95 ? Math.round(amount).toLocaleString("en") : amount.toFixed(1)}/${unit}`;
}

/** `812 B`, `1.2 kB`, `34 MB`: a kB is a thousand bytes. */
export function bytesText(bytes: number): string {
  if (bytes === 0) return NOTHING;
  if (bytes < 1000) return `${bytes} B`;
  let amount = bytes;
  let unit = "B";
  for (const next of ["kB", "MB", "GB", "TB"]) {
    if (amount < 999.5) break;
    amount /= 1000;
    unit = next;
  }
  return `${amount >= 9.95 ? amount.toFixed(0) : amount.toFixed(1)} ${unit}`;
}

/** A share in percent, rounded down: what is not whole is never called whole. */
export function shareText(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

/** A share in whole percent, `<1 %` for what is not nothing; `–` for none. */
export function percentText(share: number | undefined): string {
  if (share === undefined || share === 0) return NOTHING;
  return share < 0.005 ? "<1 %" : `${Math.round(share * 100)} %`;
}

/** `7.1 s`, `340 ms`, `12 min`, `3.5 h`, `2.1 d`. */
export function spanText(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const [amount, unit] = ms < 99_500 ? [ms / 1000, "s"] : ms < 5_970_000 ? [ms / 60_000, "min"] : ms < 172_800_000 ? [ms / 3_600_000, "h"] : [ms / 86_400_000, "d"];
  return `${amount >= 99.5 ? amount.toFixed(0) : amount.toFixed(1)} ${unit}`;
}
