// docs/privacy.md: what its tables say is what happens.
import { readFileSync } from "node:fs";
import { PayloadEncoder } from "../../src/log/payload_encoder.ts";
import { isSecretKey } from "../../src/log/secrets.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/privacy_page");
const page = readFileSync(new URL("../../docs/privacy.md", import.meta.url), "utf8");

/** The one function of the page. */
const FUNCTION = '(data) => ({ ...data, pin: "none" })';
const redactor = (data: unknown): unknown => ({ ...data as object, pin: "none" });

/** Each row of the tables; a row without a rule is about the defaults. */
const ROWS = [...page.matchAll(/^\| (?:`([^`]+)` )?\| `([^`]+)` \| `([^`]+)` \|$/gm)].map(([, rule, sent = "", written = ""]) => ({ rule, sent, written }));

test("the page has a row for each form of a rule", () => {
  assert.is(ROWS.length, 11);
});

for (const { rule, sent, written } of ROWS) {
  test(`the page's row means what it says: ${rule ?? "by default"}, ${sent}`, () => {
    const rules = rule === undefined ? [] : [rule === FUNCTION ? redactor : rule];
    const encoder = new PayloadEncoder({ rules, hash: () => "3f9a0c11d2e4".padEnd(64, "0") });

    assert.is(encoder.data(JSON.parse(sent), { type: "payment.made", verb: "ACTION" }), written);
  });
}

test("every spelling that the page names is secret by default, and words that only look alike are not", () => {
  const secret = ["password", "Password", "passwd", "pwd", "token", "accessToken", "refresh_token", "id-token", "authToken", "session_token", "BEARER_TOKEN", "secret", "clientSecret", "SECRET_KEY",
    "authorization", "Proxy-Authorization", "cookie", "cookies", "Set-Cookie", "apiKey", "api_key", "X-API-Key"];
  const open = ["tokens", "passwordLength", "secretary", "keys", "key", "author", "cook", "user", "", "tokenizer", "publicKey"];

  assert.equal(secret.filter((key) => !isSecretKey(key)), []);
  assert.equal(open.filter(isSecretKey), []);
});
