import { createHash, createHmac } from 'node:crypto';

/** What the signature of the data plane covers; the body is not among it. */
export interface LegacyRequest {
  /** In any case of letters. */
  readonly method: string;
  readonly path: string;
  /** Decoded. All of them are signed. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names. All of them are signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** From when and until when it holds, epoch seconds. */
  readonly window: { readonly from: number; readonly until: number };
}

/** How a space is written where values are signed: Python and Go write `+`, Java and JavaScript `%20`. */
export type SpaceForm = '+' | '%20';

/** Lower-case hex HMAC-SHA1 (`q-sign-algorithm=sha1`), with a key that is good for the window only. */
export function legacySignature(request: LegacyRequest, secret: string, space: SpaceForm = '%20'): string {
  const window = windowText(request);
  const digest = createHash('sha1').update(canonicalText(request, space), 'utf8').digest('hex');
  // The key of the second step is the hexadecimal text of the first one's result, not its bytes.
  const key = createHmac('sha1', secret).update(window, 'utf8').digest('hex');
  return createHmac('sha1', key).update(`sha1\n${window}\n${digest}\n`, 'utf8').digest('hex');
}

/** The value of `Authorization`. */
export function legacyAuthorization(request: LegacyRequest, secretId: string, secret: string): string {
  const window = windowText(request);
  return [
    'q-sign-algorithm=sha1',
    `q-ak=${secretId}`,
    `q-sign-time=${window}`,
    `q-key-time=${window}`,
    `q-header-list=${names(Object.entries(request.headers))}`,
    `q-url-param-list=${names(request.query)}`,
    `q-signature=${legacySignature(request, secret)}`,
  ].join('&');
}

function canonicalText({ method, path, query, headers }: LegacyRequest, space: SpaceForm): string {
  const pairs = (entries: Entries): string =>
    sorted(entries)
      .map(([name, value]) => `${name}=${escaped(value, space)}`)
      .join('&');
  return `${method.toLowerCase()}\n${path}\n${pairs(query)}\n${pairs(Object.entries(headers))}\n`;
}

type Entries = readonly (readonly [name: string, value: string])[];

function names(entries: Entries): string {
  return sorted(entries)
    .map(([name]) => name)
    .join(';');
}

function sorted(entries: Entries): Entries {
  return entries
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** All SDKs escape everything but letters, digits and `-_.~`. */
function escaped(value: string, space: SpaceForm): string {
  const percent = encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return space === '+' ? percent.replaceAll('%20', '+') : percent;
}

function windowText({ window }: LegacyRequest): string {
  return `${window.from};${window.until}`;
}
