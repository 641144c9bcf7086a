import { Agent, request } from 'node:http';

/** Sends requests over one socket, one after the other. With `onChunk` the answer's body is not kept. */
export function createSender(/** @type {number} */ port) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    port,
    close: () => agent.destroy(),
    send({ method, target, headers, body, onChunk }) {
      const options = { host: '127.0.0.1', port, method, path: target, headers, agent };
      return new Promise((resolve, reject) => {
        const sent = request(options, (response) => {
          const chunks = [];
          response.on('data', onChunk ?? ((chunk) => chunks.push(chunk)));
          response.on('error', reject);
          response.on('end', () => {
            const bytes = Buffer.concat(chunks);
            if (response.statusCode === 200) resolve({ headers: response.headers, bytes });
            else reject(new Error(`${method} ${target} was answered with ${response.statusCode}: ${bytes}`));
          });
        });
        sent.on('error', reject);
        sent.end(body);
      });
    },
  };
}
