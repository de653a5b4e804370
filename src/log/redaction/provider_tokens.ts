/** Tokens by the prefixes that their providers gave them so that they can be found. */
import type { Span } from "./span.ts";

/** Each as the provider documents it; what varies in length has its least one. Between a prefix and its end no second search can begin, so one pass is linear. */
const SPELLINGS: readonly string[] = [
  "gh[pousr]_[A-Za-z0-9]{36,}", "github_pat_\\w{22,}", // GitHub
  "gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\\w-]{20,}", // GitLab
  "(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}", "whsec_[A-Za-z0-9+/]{24,}", // Stripe; a pk_ is public
  "xox[abeoprs]-[A-Za-z0-9-]{10,}", "xapp-[A-Za-z0-9-]{20,}", // Slack
  "(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])", // Amazon
  "AIza[\\w-]{35}", "ya29\\.[\\w-]{20,}", "GOCSPX-[\\w-]{28}", // Google
  "sk-[\\w-]{20,}", // OpenAI, Anthropic; by more than its prefix, since words begin like this, too
  "npm_[A-Za-z0-9]{36}", "pypi-[\\w-]{50,}", // registries
  "SG\\.[\\w-]{16,32}\\.[\\w-]{32,64}", "SK[0-9a-f]{32}(?![A-Za-z0-9])", // SendGrid, Twilio
  "do[opr]_v1_[a-f0-9]{64}", "shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}", "hf_[A-Za-z0-9]{30,}", "hv[sb]\\.[\\w-]{24,}", "dapi[a-f0-9]{32}", "lin_api_[A-Za-z0-9]{32,}",
];

const ANY = new RegExp(`(?<![A-Za-z0-9])(?:${SPELLINGS.join("|")})`, "g");

/** Adds the tokens of a run of token characters, which begins at `offset` of its text. */
export function addProviderTokens(run: string, offset: number, spans: Span[]): void {
  for (const { 0: token, index } of run.matchAll(ANY)) {
    if (token.startsWith("sk-") && !(/\d/.test(token) && /[A-Z]/.test(token))) continue;
    spans.push({ start: offset + index, end: offset + index + token.length });
  }
}
