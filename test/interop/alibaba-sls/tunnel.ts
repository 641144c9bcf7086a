import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** An HTTP proxy that only tunnels, whatever name is asked for, to one port of this machine. */
export interface Tunnel {
  readonly address: string;
  /** The authorities that were asked for: `project.region.log.aliyuncs.com:443`. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

export async function startTunnel(port: number): Promise<Tunnel> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const own = (socket: Socket, other: () => void): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      sockets.delete(socket);
      other();
    });
  };

  // Anything but CONNECT: the client did not do what the test is about.
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, near: Socket, head: Buffer) => {
    asked.push(request.url ?? '');
    const far = connect(port, '127.0.0.1');
    own(near, () => far.destroy());
    own(far, () => near.destroy());
    far.once('connect', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
      near.pipe(far).pipe(near);
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
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
