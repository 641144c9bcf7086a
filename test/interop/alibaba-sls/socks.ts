import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

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
  const sockets = new Set<Socket>();
  let target = 0;
  const own = (socket: Socket, other: () => void): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      sockets.delete(socket);
      other();
    });
  };

  const server = createServer((near) => {
    // Greeting, then request; both are short, and the client waits for an answer to each.
    near.once('data', () => {
      near.write(Buffer.from([VERSION, NO_PASSWORD]));
      near.once('data', () => {
        near.pause();
        const far = connect(target, '127.0.0.1');
        own(far, () => near.destroy());
        near.once('close', () => far.destroy());
        far.once('connect', () => {
          near.write(Buffer.from([VERSION, GRANTED, ...NOWHERE]));
          near.pipe(far).pipe(near);
        });
      });
    });
    own(near, () => undefined);
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
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
