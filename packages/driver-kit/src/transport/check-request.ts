import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { TransportRequest } from './transport.js';
import { TransportError } from './transport-error.js';

/** Refuses what the two lanes would take differently, or with a value in the message. Returns the parsed URL. */
export function checkRequest(request: TransportRequest): URL {
  const url = parsed(request.url);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TransportError('request', 'the request has no http or https URL: check the endpoint', { host: '' });
  }
  const { host } = url;
  if (url.username || url.password) {
    throw new TransportError('request', `the URL of ${host} holds a user or password: leave them out`, { host });
  }
  for (const name in request.headers) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, request.headers[name] as string);
    } catch {
      const text = `the request header ${JSON.stringify(name)} has a name or value that HTTP does not allow (a line break?)`;
      throw new TransportError('request', text, { host });
    }
  }
  return url;
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
