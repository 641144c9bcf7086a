import { Agent, request } from 'node:http';
import { contentMd5, signatureV1 } from '@polylog/alibaba-sls/wire';

const KEY = { id: 'polylog', secret: 'polylog-emulator-secret' };
export const PROJECT = 'bench';
export const SHARD_PATH = '/logstores/store/shards/0';

export const PULL_HEADERS = { accept: 'application/x-protobuf', 'accept-encoding': 'lz4' };
export const pullQuery = (/** @type {string} */ cursor) => ({ type: 'logs', cursor, count: '1000' });

/** Sends signed requests over one socket, one after the other. With `onChunk` the answer's body is not kept. */
export function createSender(/** @type {number} */ port) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    close: () => agent.destroy(),
    send(path, query, { method = 'GET', body, headers: given = {}, onChunk } = {}) {
      const headers = {
        host: `${PROJECT}.127.0.0.1:${port}`,
        date: new Date().toUTCString(),
        'x-log-apiversion': '0.6.0',
        'x-log-bodyrawsize': '0',
        'x-log-signaturemethod': 'hmac-sha1',
        ...(body ? { 'content-md5': contentMd5(body), 'content-length': String(body.length) } : {}),
        ...given,
      };
      const signature = signatureV1({ method, path, query: Object.entries(query), headers, body }, KEY.secret);
      headers.authorization = `LOG ${KEY.id}:${signature}`;
      const search = new URLSearchParams(query).toString();
      const options = { host: '127.0.0.1', port, method, path: `${path}${search && '?'}${search}`, headers, agent };
      return new Promise((resolve, reject) => {
        const sent = request(options, (response) => {
          const chunks = [];
          response.on('data', onChunk ?? ((chunk) => chunks.push(chunk)));
          response.on('error', reject);
          response.on('end', () => {
            const bytes = Buffer.concat(chunks);
            if (response.statusCode === 200) resolve({ headers: response.headers, bytes });
            else reject(new Error(`${method} ${path} was answered with ${response.statusCode}: ${bytes}`));
          });
        });
        sent.on('error', reject);
        sent.end(body);
      });
    },
  };
}
