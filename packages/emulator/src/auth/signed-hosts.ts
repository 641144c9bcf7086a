import type { RawRequest } from '../http/request.js';

/** What a client may have signed as its host: as it was sent, or without the port. */
export function signedHosts(request: RawRequest): readonly string[] {
  const host = request.headers.host ?? request.authority;
  return [...new Set([host, host.replace(/:\d+$/, '')])];
}
