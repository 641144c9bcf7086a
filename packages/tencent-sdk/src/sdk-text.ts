import { oneLine } from '@polylog/driver-kit';

/** Longer than any name, id or path, and shorter than a token. */
const LONGEST_WORD = 80;

/**
 * What the SDK says of a failure, fit for a message. Where an answer is no JSON it quotes the place, which may be a part of
 * a key; and a service may repeat the token that it was sent.
 */
export function sdkText(error: unknown): string {
  const { message, code } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const text = typeof message === 'string' && message !== '' ? message : `a thrown ${typeof error}`;
  const said = /invalid json/i.test(text) ? 'the answer is not JSON' : oneLine(text.replaceAll(longWord, '***'));
  return typeof code === 'string' && !said.includes(code) ? `${said} (${oneLine(code, 60)})` : said;
}

const longWord = new RegExp(`[^\\s"'\\\\,;]{${LONGEST_WORD},}`, 'g');
