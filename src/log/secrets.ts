/** Which members of a payload are secret by default: their values never reach a log. */

const SECRET_KEYS: ReadonlySet<string> = new Set(["password", "token", "secret", "authorization", "cookie", "apikey"]);

/** Tells whether the value under `key` is kept out of logs: password, token, secret, authorization, cookie or apiKey, in any case of letters. */
export function isSecretKey(key: string): boolean {
  return key.length >= 5 && key.length <= 13 && SECRET_KEYS.has(key.toLowerCase());
}
