import { createHash } from 'node:crypto';

/** What all three signatures cover. */
export interface SignedRequest {
  readonly method: string;
  /** Decoded, as it is sent: without a slash at the end. */
  readonly path: string;
  /** Decoded. All of them are signed. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Those that are signed, with lower-case names; `x-sdk-date` is among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** How a space is written where the query is signed: V11 of the LTS SDK writes `+`, the general SDKs `%20`. */
export type SpaceForm = '+' | '%20';

const OWN_HASH = 'x-sdk-content-sha256';

/** Method, path, query, headers, their names and the hash of the body, a line each. */
export function canonicalRequest(request: SignedRequest, space: SpaceForm): string {
  const { method, path, query, headers, body } = request;
  const lines = sorted(Object.entries(headers)).map(([name, value]) => `${name}:${value.trim()}\n`);
  return [
    method.toUpperCase(),
    canonicalPath(path),
    canonicalQuery(query, space),
    lines.join(''),
    signedHeaders(headers),
    headers[OWN_HASH] ?? sha256(body),
  ].join('\n');
}

/** `content-type;x-sdk-date` */
export function signedHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.keys(headers).sort().join(';');
}

export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Everything but letters, digits and `-_.~` escaped. */
export function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalPath(path: string): string {
  const encoded = path.split('/').map(escaped).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

function canonicalQuery(query: SignedRequest['query'], space: SpaceForm): string {
  const text = sorted(query)
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .join('&');
  return space === '+' ? text.replaceAll('%20', '+') : text;
}

/** By name; equal names by value. */
function sorted(entries: SignedRequest['query']): SignedRequest['query'] {
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...entries].sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
}
