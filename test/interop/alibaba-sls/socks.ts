import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSocketPairs } from './socket-pairs.js';

/** A SOCKS5 proxy that leads everybody, whatever address is asked for, to one port of this machine. */
export interface Socks {
  readonly port: number;
  /** Where connections go that are made from now on. */
  leadTo(port: number): void;
  stop(): Promise<void>;
}

const VERSION = 5;
const NO_PASSWORD = 0;
const GRANTED = 0;
/** Address 0.0.0.0 and port 0: where the proxy went is nobody's concern. */
const NOWHERE = [0, 1, 0, 0, 0, 0, 0, 0];

export async function startSocks(): Promise<Socks> {
  const greeted = new Set<Socket>();
  const pairs = createSocketPairs();
  let target = 0;
  const server = createServer((near) => {
    greeted.add(near);
    near.on('error', () => near.destroy());
    near.once('close', () => greeted.delete(near));
    // Greeting, then request; both are short, and the client waits for an answer to each.
    near.once('data', () => {
      near.write(Buffer.from([VERSION, NO_PASSWORD]));
      near.once('data', () => {
        near.pause();
        pairs.lead(near, target, () => near.write(Buffer.from([VERSION, GRANTED, ...NOWHERE])));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    leadTo(port) {
      target = port;
    },
    async stop() {
      server.close();
      pairs.destroy();
      for (const socket of greeted) socket.destroy();
      await once(server, 'close');
    },
  };
}
