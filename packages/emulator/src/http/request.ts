import type { IncomingMessage } from 'node:http';

/** What stands before the body. */
export interface RequestHead {
  readonly method: string;
  /** Authority of an absolute-form target, else the Host header; `''` where there is neither. Port included. */
  readonly authority: string;
  /** Percent-encoding and repeated slashes as sent; starts with `/`. */
  readonly path: string;
  /** In the order sent; names and values decoded, `+` being a space; a bare name has the value `''`. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A request as it came over the wire: nothing is normalised, since signatures cover what was sent. */
export interface RawRequest extends RequestHead {
  readonly body: Buffer;
}

/** Thrown where a body is longer than the server wants to hold. */
export class BodyTooLarge extends Error {}

/** Takes origin-form (`/path?query`) and absolute-form (`http://host:port/path?query`, what a proxy is sent) targets. */
export function splitTarget(target: string): {
  readonly authority?: string;
  readonly path: string;
  readonly search: string;
} {
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/is.exec(target);
  const origin = absolute ? (absolute[2] ?? '') : target;
  const mark = origin.indexOf('?');
  const path = mark < 0 ? origin : origin.slice(0, mark);
  return {
    ...(absolute ? { authority: absolute[1] ?? '' } : {}),
    path: path.startsWith('/') ? path : `/${path}`,
    search: mark < 0 ? '' : origin.slice(mark + 1),
  };
}

/** Undoes `+` and percent-encoding; text that is not valid percent-encoded UTF-8 stays as it is. */
export function decodeComponent(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

export function parseQuery(search: string): readonly (readonly [string, string])[] {
  if (search === '') return [];
  return search
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const mark = part.indexOf('=');
      return mark < 0
        ? ([decodeComponent(part), ''] as const)
        : ([decodeComponent(part.slice(0, mark)), decodeComponent(part.slice(mark + 1))] as const);
    });
}

export function headOf(message: IncomingMessage): RequestHead {
  const { authority, path, search } = splitTarget(message.url ?? '/');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: (message.method ?? 'GET').toUpperCase(),
    authority: authority ?? headers.host ?? '',
    path,
    query: parseQuery(search),
    headers,
  };
}

/** Reads the whole body. Rejects with {@link BodyTooLarge}, or with what the socket said when the sender went away. */
export async function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  // Told beforehand: refused before a byte is read, so that the sender can still be answered.
  if (Number(message.headers['content-length'] ?? 0) > maxBytes) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
