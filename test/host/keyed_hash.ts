// The hash that pseudonyms are made of.
import { keyedHash } from "../../src/host/keyed_hash.ts";
import { assert, suite } from "../harness.ts";

const test = suite("host/keyed_hash");

test("keyedHash() gives the same 64 hexadecimal digits for the same text", () => {
  const hash = keyedHash();

  assert.match(hash("4711"), /^[0-9a-f]{64}$/);
  assert.is(hash("4711"), hash("4711"));
  assert.ok(hash("4711") !== hash("4712"));
});

test("keyedHash() gives others each time it is made: nobody can try all PINs", () => {
  const [one, other] = [keyedHash(), keyedHash()];

  assert.ok(one("4711") !== other("4711"));
});

test("keyedHash() takes any text", () => {
  assert.match(keyedHash()("\ud800 é \u0000"), /^[0-9a-f]{64}$/);
  assert.match(keyedHash()(""), /^[0-9a-f]{64}$/);
});
