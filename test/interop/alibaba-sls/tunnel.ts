import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createSocketPairs } from './socket-pairs.js';

/** An HTTP proxy that only tunnels, whatever name is asked for, to one port of this machine. */
export interface Tunnel {
  readonly address: string;
  /** The authorities that were asked for: `project.region.log.aliyuncs.com:443`. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

export async function startTunnel(port: number): Promise<Tunnel> {
  const asked: string[] = [];
  const pairs = createSocketPairs();
  // Anything but CONNECT: the client did not do what the test is about.
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, near: Socket, head: Buffer) => {
    asked.push(request.url ?? '');
    pairs.lead(near, port, (far) => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      server.close();
      server.closeAllConnections();
      pairs.destroy();
      await once(server, 'close');
    },
  };
}
