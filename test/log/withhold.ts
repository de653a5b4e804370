// What a message constant calls sensitive, kept out of a payload.
import { encodePayload } from "../../src/log/withhold.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/withhold");

test("encodePayload() follows a pointer into an object of a class, and past escapes", () => {
  class User { email = "a@b.c"; name = "Ada"; }

  assert.is(encodePayload(new User(), ["/email"]), '{"$core":"object","name":"User","value":{"email":{"$core":"redacted"},"name":"Ada"}}');
  assert.is(encodePayload({ "a/b": { "~": 1 } }, ["/a~1b/~0"]), '{"a/b":{"~":{"$core":"redacted"}}}');
  assert.is(encodePayload("text", ["/a"]), '"text"');
});
