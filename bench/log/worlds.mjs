// The two apps whose logs are generated: one that receives the webhooks of GitHub, and a shop whose messages are small. Data only: which messages there are, who handles them, for how long, and
// what the handlers send meanwhile. Durations are in µs.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Who handles a message: `holds` the thread for so long and `waits` so long after, fails one time in so many, sends other messages. */
const handler = (name, holds, waits, rest = {}) => ({ name, holds, waits, ...rest });

/** An answer that says a little. */
const answer = (text) => (n) => text.replace("#", String(n % 1000));

const failure = (name, message, at) => JSON.stringify({ name, message, stack: `${name}: ${message}\n    at ${at}\n    at node:internal/process/task_queues:95:5` });

/** Whatever GitHub sends, as `{ type, head, tail }`: the bytes of a payload before and after its first id, which is another one in each message. */
function webhooks() {
  // Not `require()` of the file: Bun gives a module where it was imported as one before.
  const file = createRequire(import.meta.url).resolve("@octokit/webhooks-examples/api.github.com/index.json");
  return JSON.parse(readFileSync(file, "utf8")).flatMap(({ name, examples }) => examples.flatMap((data) => {
    const text = JSON.stringify(data);
    const found = /"id":\d+/.exec(text);
    if (found === null) return [];
    const type = data.action === undefined ? `github.${name}` : `github.${name}.${data.action}`;
    return { name, type, head: Buffer.from(text.slice(0, found.index + 5)), tail: Buffer.from(text.slice(found.index + found[0].length)) };
  }));
}

/** An app for webhooks: few messages are large, many small ones follow. */
export function githubWorld() {
  const labels = { verb: "QUERY", type: "labels.for", source: "triage", data: (n) => `{"repository":"octo/hello-${n % 97}","issue":${n % 5000}}`, handlers: [handler("labels.onFor", 40, 900, { answers: answer('["bug","area: # of the house"]') })] };
  const mail = { verb: "ACTION", type: "mail.queued", source: "notification", data: (n) => `{"to":"maintainer-${n % 311}@example.com","template":"triaged"}`, handlers: [handler("mailer.onQueued", 90, 2800, { fails: 150, error: failure("TypeError", "email is not a string", "mailer.ts:41:11") })] };
  const triaged = { verb: "ACTION", type: "issue.triaged", source: "triage", data: (n, random) => `{"issue":${n % 5000},"priority":"${random() < 0.2 ? "high" : "normal"}"}`, handlers: [handler("notification.onTriaged", 60, 400, { sends: [mail] }), handler("metrics.onTriaged", 15, 0)] };
  const review = { verb: "PERFORM", type: "review.assign", source: "reviews", data: (n) => `{"pull":${n % 9000},"wanted":2}`, handlers: [handler("reviews.assign", 120, 9000, { answers: answer('{"reviewers":["mona-#","hubot"]}') })] };
  const build = { verb: "ACTION", type: "build.requested", source: "ci", data: (n) => `{"ref":"refs/heads/topic-${n % 700}","matrix":[20,22,24]}`, handlers: [handler("builder.onRequested", 200, 40_000, { fails: 60, error: failure("Error", "the queue is full", "builder.ts:112:9") })] };
  const deployed = { verb: "ACTION", type: "deploy.finished", source: "ci", data: (n) => `{"environment":"staging","build":${n}}`, handlers: [] };
  const tick = { verb: "ACTION", type: "metrics.tick", source: "cron", data: (n, random) => `{"beat":${n},"load":${(random() * 4).toFixed(2)}}`, handlers: [handler("metrics.onTick", 25, 0), handler("health.onTick", 30, 700)] };

  const archive = handler("archive.onWebhook", 70, 1500, { pattern: "github.>" });
  const audit = handler("audit.onWebhook", 35, 0, { pattern: "github.>", fails: 400, error: failure("RangeError", "the archive holds 90 days", "audit.ts:17:5") });
  const following = {
    issues: handler("triage.onIssue", 180, 3000, { pattern: "github.issues.*", sends: [labels, triaged] }),
    pull_request: handler("reviews.onPullRequest", 150, 2000, { pattern: "github.pull_request.*", sends: [labels, review] }),
    push: handler("ci.onPush", 110, 500, { sends: [build] }),
    check_run: handler("ci.onCheckRun", 60, 300, { pattern: "github.check_run.*", sends: [deployed] }),
  };
  const roots = webhooks().map(({ name, ...rest }) => ({ verb: "ACTION", source: "webhooks", ...rest, handlers: following[name] === undefined ? [archive, audit] : [archive, audit, following[name]] }));
  return { name: "triage", seed: 20_261_128, gapUs: 9000, roots, small: [tick], bytesPerRecord: 952 };
}

/** A shop: records of 200 B. */
export function shopWorld() {
  const mail = { verb: "ACTION", type: "mail.queued", source: "notification", data: (n) => `{"to":"customer-${n % 9973}@example.com","template":"order-placed"}`, handlers: [handler("mailer.onQueued", 90, 2800, { fails: 500, error: failure("TypeError", "email is not a string", "mailer.ts:41:11") })] };
  const address = { verb: "QUERY", type: "user.address", source: "notification", data: (n) => `{"id":"user-${n % 40_009}","for":"the mail of an order"}`, handlers: [handler("users.onAddress", 40, 300, { answers: answer('{"street":"Main Street #"}') })] };
  const charge = { verb: "PERFORM", type: "payment.charge", source: "carts", data: (n, random) => `{"order":"o-${n}","total":${(random() * 200).toFixed(2)},"currency":"EUR"}`, handlers: [handler("payments.charge", 130, 6000, { answers: answer('{"receipt":"r-#"}'), fails: 300, error: failure("Error", "the card was refused", "payments.ts:77:13") })] };
  const placed = { verb: "ACTION", type: "order.placed", source: "carts", data: (n, random) => `{"id":"o-${n}","items":${1 + n % 7},"total":${(random() * 200).toFixed(2)},"customer":"user-${n % 40_009}"}`, handlers: [handler("stock.onPlaced", 50, 0), handler("notification.onPlaced", 80, 1200, { sends: [address, mail] }), handler("payments.onPlaced", 45, 900, { sends: [charge] })] };
  const viewed = { verb: "ACTION", type: "cart.viewed", source: "carts", data: (n) => `{"cart":"c-${n % 100_003}","since":${n % 600},"page":"/carts/${n % 100_003}"}`, handlers: [handler("metrics.onViewed", 12, 0)] };
  const abandoned = { verb: "ACTION", type: "cart.abandoned", source: "carts", data: (n) => `{"cart":"c-${n}","total":80}`, handlers: [] };
  const changed = { verb: "ACTION", type: "stock.changed", source: "stock", data: (n) => `{"sku":"A-${n % 3001}","left":${n % 50},"warehouse":"north-${n % 9}"}`, handlers: [handler("search.onChanged", 20, 500), handler("metrics.onChanged", 10, 0)] };
  const roots = [placed, placed, placed, viewed, viewed, changed, changed, abandoned];
  return { name: "shop", seed: 20_261_123, gapUs: 700, roots, small: roots, bytesPerRecord: 0 };
}
