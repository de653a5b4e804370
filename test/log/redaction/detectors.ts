// What detectors find in texts, and what they leave: as two tables, and against texts that would make a careless search slow.
import fc from "fast-check";
import { anyText } from "../../any_text.ts";
import { assert, suite } from "../../harness.ts";
import { hasCheckDigit } from "../../../src/log/redaction/card.ts";
import { DETECTOR_NAMES, findsIn, replaceFinds, type DetectorName } from "../../../src/log/redaction/detectors.ts";
import { bitsPerCharacter, isRandomText } from "../../../src/log/redaction/random_text.ts";

const test = suite("log/redaction/detectors");

/** The text with `‹name›` in place of each find. */
function found(text: string, names: readonly DetectorName[] = DETECTOR_NAMES): string {
  return replaceFinds(text, findsIn(text, names), (_secret, by) => `‹${by}›`);
}

// Spelled in pieces, so that nobody who looks for leaked tokens stumbles over this file.
const JWT = `eyJhbGciOiJIUzI1NiJ9.${"eyJzdWIiOiIxMjM0NTY3ODkwIn0"}.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U`;
const GITHUB = `ghp_${"16C7e42F292c6912E7710c838347Ae178B4a"}`;
const STRIPE = `sk_live_${"4eC39HqLyjWDarjtT1zdp7dc"}`;
const SLACK = `xoxb-${"123456789012-1234567890123"}-AbCdEfGhIjKl`;
const AMAZON = `AKIA${"IOSFODNN7EXAMPLE"}`;
const AMAZON_SECRET = `wJalrXUtnFEMI/K7MDENG/bPxRfiCY${"EXAMPLEKEY"}`;
const RANDOM = "q7RkW2zTn9XbV4mYc8LhJ3pGdF6sAe1u";

const FOUND: readonly (readonly [text: string, left: string])[] = [
  ["no user ann@example.com.", "no user ‹email›."],
  ["<Ann.B+news@mail.example.co.uk>", "<‹email›>"],
  ["q=ann%40example.com&page=2", "q=‹email›&page=2"],
  ["jörg@exämple.de, 请联系ann@example.com谢谢", "‹email›, 请联系‹email›谢谢"],
  ["mailto:ann@example.com", "mailto:‹email›"],
  ["paid with 4111 1111 1111 1111 12/27", "paid with ‹card› 12/27"],
  ["4111-1111-1111-1111, 378282246310005, 3782 822463 10005", "‹card›, ‹card›, ‹card›"],
  ["12 6011111111111117 123", "12 ‹card› 123"],
  ["card:4222222222222", "card:‹card›"],
  [`got ${JWT}, expired`, "got ‹token›, expired"],
  [`Authorization: Bearer ${JWT}`, "Authorization: Bearer ‹token›"],
  ["bearer 0a1b2c3d", "bearer ‹token›"],
  ["Authorization: Basic YW5uOmh1bnRlcjI=", "Authorization: Basic ‹token›"],
  [`${GITHUB} ${STRIPE} ${SLACK}`, "‹token› ‹token› ‹token›"],
  [`id ${AMAZON}, key ${AMAZON_SECRET}`, "id ‹token›, key ‹token›"],
  [`session=${RANDOM}; path=/`, "session=‹token›; path=/"],
  ["https://ann:hunter2@db.example.com/shop", "https://ann:‹token›@db.example.com/shop"],
  ["GET /me?access_token=abc&page=2", "GET /me?access_token=‹token›&page=2"],
  ["login --password=hunter2 --verbose", "login --password=‹token› --verbose"],
  ['got {"user":"ann","password":"hun\\"ter2"}', 'got {"user":"ann","password":"‹token›"}'],
  ['got {\\"password\\": \\"hunter2\\"}', 'got {\\"password\\": \\"‹token›\\"}'],
  ['got {"token":123456}', 'got {"token":‹token›}'],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY----- and more", "‹token› and more"],
  ["-----BEGIN PRIVATE KEY-----\nMIIEow", "‹token›"],
];

for (const [text, left] of FOUND) {
  test(`findsIn() finds what is secret in: ${text.slice(0, 50)}`, () => assert.is(found(text), left));
}

const LEFT: readonly (readonly [what: string, text: string])[] = [
  ["packages and their versions", "lodash@4.17.21, @scope/name@1.0.0, logo@2x.png"],
  ["repositories over SSH", "git@github.com:core/core.git"],
  ["handles and bare names", "@ann said hello to ann@localhost"],
  ["times in milliseconds", "1732820000000 and 1732820000005"],
  ["decimal fractions", "0.4111111111111111 and 4111111111111111.5"],
  ["digits that fail their check", "4111 1111 1111 1112"],
  ["digits within a word", "a4111111111111111 4111111111111111_x"],
  ["phone numbers and dates", "+49 2461 123456 and 2026-11-28 12:00:00"],
  ["digits of a longer number", "41111111111111111111111"],
  ["UUIDs", "550e8400-e29b-41d4-a716-446655440000"],
  ["commits and digests", "da39a3ee5e6b4b0d3255bfef95601890afd80709 E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"],
  ["checksummed addresses", "0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B"],
  ["digests with their method", "sha512-TSwmDUT4BSpT9bUmLqQYTuvpbCkQVsV8gEzkXvPPMN4MHpkkzNCoLJwCdVDVkbE7DqdZ3AZ3wg6fGcQ8Yd1GdA=="],
  ["ISO dates", "2026-11-28T12:00:00.000Z"],
  ["images as data URLs", "data:image/webp;base64,Q7RkW2zTn9XbV4mYc8LhJ3pGdF6sAe1uQ7RkW2zTn9XbV4mY"],
  ["images in base64", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="],
  ["short ids", "V1StGXR8_Z5jdHi6B-myT and 01ARZ3NDEKTSV4RRFFQ69G5FAV"],
  ["names in code", "getPropertyDescriptorsOfTheThing2Value.AndAnotherLongMemberName2Here"],
  ["paths", "/srv/app/src/log/redaction/RecentSecretsOfTheRun2/andMore.ts:12:5"],
  ["slugs", "sk-learn-something-long-name-here and my-very-long-branch-name-2-of-3"],
  ["words that follow a scheme", "Bearer of bad news, bearer authentication failed, Basic authentication"],
  ["comparisons", "if (token==other) or password ="],
  ["public keys", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBg\n-----END PUBLIC KEY-----"],
  ["stacks", "TypeError: no\n    at Object.handleIPCEvents (file:///srv/app/src/audit_of_everything.ts:41:11)\n    at node:internal/modules/esm/module_job:271:25"],
];

for (const [what, text] of LEFT) {
  test(`findsIn() leaves ${what} alone`, () => assert.is(found(text), text));
}

test("findsIn() finds the same after any text and before any text that is set apart", () => {
  const around = anyText({ maxLength: 80 }).map((text) => text.replace(/[@"=%\\]/g, ""));

  fc.assert(fc.property(around, around, (before, after) => {
    for (const secret of ["ann@example.com", "4111111111111111", JWT]) assert.not.match(found(`${before}\n${secret}\n${after}`), secret);
  }), { numRuns: 300, seed: 11 });
});

test("findsIn() looks only for what it is asked for", () => {
  const text = `ann@example.com 4111111111111111 ${GITHUB}`;

  assert.equal([found(text, ["email"]), found(text, ["card"]), found(text, ["token"]), found(text, [])],
    [`‹email› 4111111111111111 ${GITHUB}`, `ann@example.com ‹card› ${GITHUB}`, "ann@example.com 4111111111111111 ‹token›", text]);
});

test("replaceFinds() leaves nothing of finds that overlap", () => {
  const finds = [{ start: 2, end: 6, by: "email" }, { start: 4, end: 8, by: "card" }, { start: 2, end: 3, by: "token" }];

  assert.is(replaceFinds("0123456789", finds, (secret, by) => `‹${by} ${secret}›`), "01‹email 234567›89");
});

test("hasCheckDigit() is Luhn's formula", () => {
  assert.equal(["79927398713", "79927398710", "4111111111111111", "0"].map(hasCheckDigit), [true, false, true, true]);
});

test("bitsPerCharacter() is Shannon's entropy", () => {
  assert.equal(["aaaa", "abab", "abcd", "aabc"].map(bitsPerCharacter), [0, 1, 2, 1.5]);
});

test("isRandomText() takes at least 97 of 100 random texts of 32 characters, and no text of words", () => {
  const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const texts = fc.sample(fc.string({ unit: fc.constantFrom(...characters), minLength: 32, maxLength: 32 }), { numRuns: 1_000, seed: 5 });

  assert.ok(texts.filter(isRandomText).length >= 970);
  assert.not.ok(isRandomText("theQuickBrownFox2JumpsOverTheLazyDog"));
});

/** A million characters each, made to lead a search that begins anew at every place astray. */
const HOSTILE: readonly string[] = [
  "a", "1", "@", "a@", "a@b.", ":x@", "%40", "1 ", "411 ", "4111-", "eyJ", "eyJabcdefgh.", "-eyJ", "sk-", "ghp_", "glpat-", "AKIA", "SG.aaaaaaaaaaaaaaaaaaaaaa.",
  "=", "a=", "token==", '"token":"', '":', "://", "://a:", "://:a@", "Bearer ", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", ".", "aB3", `${"a".repeat(70)}@`,
];

for (const piece of HOSTILE) {
  test(`findsIn() takes time in proportion to a text of nothing but ${JSON.stringify(piece.slice(-30))}`, () => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const startedAt = performance.now();

    findsIn(text, DETECTOR_NAMES);

    // A search with a square in it takes minutes; one without takes half a second on a slow machine.
    assert.ok(performance.now() - startedAt < 5_000);
  });
}
