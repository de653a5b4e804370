/** Which members of a payload are secret by default: their values never reach a log. */

/** DESIGN's six words, and the same words as they are spelled elsewhere; without "-", "_" and case. */
const SECRET_KEYS: ReadonlySet<string> = new Set([
  "password", "passwd", "pwd",
  "token", "accesstoken", "refreshtoken", "idtoken", "authtoken", "sessiontoken", "bearertoken",
  "secret", "clientsecret", "secretkey",
  "authorization", "proxyauthorization",
  "cookie", "cookies", "setcookie",
  "apikey", "xapikey",
]);

/** The longest of them with a separator or two. */
const LONGEST = 20;

/**
 * Tells whether the value under `key` is kept out of logs: password, token, secret, authorization, cookie or apiKey, and their
 * usual spellings such as `api_key`, `Set-Cookie` or `refreshToken`, in any case of letters.
 */
export function isSecretKey(key: string): boolean {
  const { length } = key;
  if (length < 3 || length > LONGEST) return false;
  switch (key.charCodeAt(length - 1) | 32) { // their last letters: most keys end in another one, and need no copy
    case 100: case 101: case 110: case 115: case 116: case 121: return SECRET_KEYS.has(spelledPlainly(key));
    default: return false;
  }
}

/** Gives a key as keys are compared: in small letters, without "-" and "_". */
export function spelledPlainly(key: string): string {
  return key.toLowerCase().replace(/[-_]/g, "");
}
