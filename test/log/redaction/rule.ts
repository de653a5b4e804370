// Redaction rules as they are written: what each form means, and what is said of one that cannot be read.
import { assert, suite } from "../../harness.ts";
import { readRule, type RedactionRule } from "../../../src/log/redaction/rule.ts";
import type { RuleError } from "../../../src/log/redaction/rule_error.ts";
import { Rules } from "../../../src/log/redaction/rules.ts";

const test = suite("log/redaction/rule");

test("readRule() reads a JSON Pointer, with its escapes and any segment", () => {
  assert.equal(readRule("/cards/*/a~1b~0"), { kind: "path", name: "/cards/*/a~1b~0", segments: ["cards", "*", "a/b~"] });
  assert.equal(readRule("/"), { kind: "path", name: "/", segments: [""] });
});

test("readRule() reads a key, by its prefix or alone", () => {
  assert.equal(readRule("pin"), { kind: "key", name: "key:pin", key: "pin" });
  assert.equal(readRule("key:user.email"), { kind: "key", name: "key:user.email", key: "user.email" });
});

test("readRule() reads a detector, a filter and a function", () => {
  const redactor = (data: unknown) => data;

  assert.equal(readRule("detect:card"), { kind: "detector", name: "detect:card", detector: "card" });
  const filter = readRule("type:payment.* not type:payment.listed");
  assert.equal([filter.kind, filter.name], ["filter", "type:payment.* not type:payment.listed"]);
  assert.equal(readRule(redactor), { kind: "custom", name: "custom", redactor });
});

const REFUSED: readonly (readonly [rule: string, message: string, at: number])[] = [
  ["", 'Cannot read redaction rule "": it is empty; write for example /card/number, key:pin, detect:email or type:payment.*', 0],
  ["detect:emial", 'Cannot read redaction rule "detect:emial": unknown detector "emial" at 8; did you mean "detect:email"?', 7],
  ["detect:phones", 'Cannot read redaction rule "detect:phones": unknown detector "phones" at 8; what exists: token, email, card', 7],
  ["detect:", 'Cannot read redaction rule "detect:": nothing stands after "detect:" at 8; what exists: token, email, card', 7],
  ["detct:email", 'Cannot read redaction rule "detct:email": unknown word "detct" at 1; did you mean "detect:"?', 0],
  ["kye:pin", 'Cannot read redaction rule "kye:pin": unknown word "kye" at 1; did you mean "key:"?', 0],
  ["key:", 'Cannot read redaction rule "key:": nothing stands after "key:" at 5; write for example key:pin', 4],
  ["type:a or key:pin", 'Cannot read redaction rule "type:a or key:pin": unknown word "key" at 11; "key:" stands alone in its rule', 10],
  ["ms>5", 'Cannot read redaction rule "ms>5": "ms" at 1 is nothing that a rule can ask for; what is: type:, source:, verb:; write for example /card/number, key:pin, detect:email or type:payment.*', 0],
  ["type:a ms>5", 'Cannot read redaction rule "type:a ms>5": "ms" at 8 is nothing that a rule can ask for; what is: type:, source:, verb:; write for example /card/number, key:pin, detect:email or type:payment.*', 7],
  ["type:us*", 'Cannot read redaction rule "type:us*": pattern "us*": it is not one; "*" is (at 6)', 5],
  ["(type:a", 'Cannot read redaction rule "(type:a": "(" at 1 is never closed; write ")" after the last condition', 0],
  ["user.email", 'Cannot read redaction rule "user.email": "." at 5 stands in no key\'s name; did you mean /user/email, key:user.email or type:user.email?', 4],
  ["$.card.number", 'Cannot read redaction rule "$.card.number": "$" at 1 stands in no key\'s name; did you mean /card/number, key:$.card.number or type:$.card.number?', 0],
  ["/a~2", 'Cannot read redaction rule "/a~2": "~" at 3 is followed by neither 0 nor 1; write "~0" for "~", and "~1" for a "/" in a name', 2],
  ["/**/email", 'Cannot read redaction rule "/**/email": "**" at 2 is no segment; "*" is one segment; a key at any depth is "key:email"', 1],
];

for (const [rule, message, at] of REFUSED) {
  test(`readRule() refuses "${rule}" in words that name the place`, () => {
    const error = thrownBy(() => readRule(rule)) as RuleError;

    assert.ok(error instanceof SyntaxError);
    assert.equal([error.message, error.at, error.rule], [message, at, rule]);
  });
}

test("readRule() refuses what is neither a text nor a function", () => {
  const error = thrownBy(() => readRule(7 as unknown as RedactionRule)) as TypeError;

  assert.ok(error instanceof TypeError);
  assert.is(error.message, 'Cannot use redaction rule "7": it is neither a text nor a function; write for example /card/number, key:pin, detect:email or type:payment.*');
});

test("Rules name themselves without saying what a function does, each once", () => {
  const rules = new Rules(["pin", "detect:email", "/card/number", "type:payment.*", (data) => data, function mask(data) { return data; }, "key:pin"]);

  assert.equal(rules.names, ["key:pin", "detect:email", "/card/number", "type:payment.*", "custom"]);
});

test("Rules hide a key in any case, with or without hyphens, beside the default ones", () => {
  const rules = new Rules(["key:card-Number"]);

  assert.equal(["cardNumber", "CARD_NUMBER", "card-number", "password", "cardNumbers", "card"].map((key) => rules.hidesKey(key)), [true, true, true, true, false, false]);
});

test("Rules withhold the messages that a filter chooses", () => {
  const rules = new Rules(["type:payment.*", "type:login"]);

  assert.equal(["payment.made", "login", "payment.card.added", "user"].map((type) => rules.withholds({ type, verb: "ACTION" })), [true, true, false, false]);
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}
