// @ts-self-types="./payloads.d.mts"
// What is sent: orders, with as many items as a size takes. Every side sends the same objects, in turns, so that nobody learns one by heart.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** So many different payloads of a size. */
const VARIANTS = 16;

/** The payload of each size, in bytes of its JSON. A record adds about 160 bytes of its own: "small" makes lines of 235 B. */
const BYTES = { small: 75, "1 kB": 864, "10 kB": 9840, "100 kB": 99_840, "small, 1 of 16 beyond Latin-1": 75 };

/** Real ones: what GitHub sends, those that are nearest to a size. */
const WEBHOOKS = { "webhooks of about 1 kB": 864, "webhooks of about 10 kB": 9840 };

/** Gives the payloads of a size. */
export function payloadsOf(size) {
  if (WEBHOOKS[size] !== undefined) return webhooks(WEBHOOKS[size]);
  return Array.from({ length: VARIANTS }, (_, n) => {
    const data = order(BYTES[size], n);
    return size.endsWith("beyond Latin-1") && n === 0 ? { ...data, note: "…" } : data;
  });
}

function webhooks(bytes) {
  // Not `require()` of the file: Bun gives a module where it was imported as one before.
  const file = createRequire(import.meta.url).resolve("@octokit/webhooks-examples/api.github.com/index.json");
  const all = JSON.parse(readFileSync(file, "utf8")).flatMap(({ examples }) => examples);
  const sized = all.map((data) => ({ data, away: Math.abs(JSON.stringify(data).length - bytes) }));
  return sized.sort((a, b) => a.away - b.away).slice(0, VARIANTS).map(({ data }) => data);
}

function order(bytes, n) {
  const data = { id: `order-${1000 + n}`, total: 12.5 + n, paid: n % 2 === 0, items: [], note: "" };
  let left = bytes - JSON.stringify(data).length;
  for (let at = 0; left > 120; at += 1) {
    const item = { sku: `A-${at}`, title: "a thing of some use", price: at + 0.25, count: (at % 7) + 1, tags: ["blue", "large"], gift: null };
    left -= JSON.stringify(item).length + (at === 0 ? 0 : 1);
    data.items.push(item);
  }
  data.note = "x".repeat(left);
  return data;
}

/** The type of all messages. */
export const TYPE = "order.placed";
