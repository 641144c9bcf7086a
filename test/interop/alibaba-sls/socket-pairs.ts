import { connect, type Socket } from 'node:net';

/** Sockets of a proxy: each that came, and the one that it leads to. */
export interface SocketPairs {
  /** Leads a socket to a port of this machine; `joined` comes between the two, once there is somebody at the end. */
  lead(near: Socket, port: number, joined: (far: Socket) => void): void;
  destroy(): void;
}

export function createSocketPairs(): SocketPairs {
  const sockets = new Set<Socket>();
  const own = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  return {
    lead(near, port, joined) {
      const far = connect(port, '127.0.0.1');
      own(near, far);
      own(far, near);
      far.once('connect', () => {
        joined(far);
        near.pipe(far).pipe(near);
      });
    },
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
