// What an app says to whoever records it, and what an observer is told of that.
import { type CoreOption, type Observer, type RedactionRule, type Settings, type Verb, withLimits, withRedaction } from "core-ipc";
import { same } from "./same.ts";

export function rulesAreTextsAndFunctions(): CoreOption {
  const rules: readonly RedactionRule[] = ["/card/number", (data, { type, verb, source }) => {
    same<unknown>()(data, true);
    same<string>()(type, true);
    same<Verb>()(verb, true);
    same<string | undefined>()(source, true);
    return data;
  }];
  // @ts-expect-error A regular expression is no rule.
  withRedaction(/iban/);
  return withRedaction(...rules, "iban");
}

export function anObserverIsToldOfRulesAndBounds(): Observer {
  withLimits({ recordBytes: 1_000 });
  return {
    configured(settings) {
      same<Settings>()(settings, true);
      same<number>()(settings.limits.recordBytes, true);
      // @ts-expect-error An observer only reads them.
      settings.redaction.push("iban");
    },
  };
}
