import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A checkpoint on its way to the service. */
export interface SeenSave {
  readonly member: string;
  readonly shard: string;
  readonly checkpoint: string;
  readonly forced: boolean;
}

/** How a service's saves look on the wire. */
export interface SaveWire {
  /** What a request saves; nothing, most of them. */
  savesIn(request: {
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
  }): readonly SeenSave[];
  /** What the answer to a save comes down to, as a status: 200 if it was taken. */
  statusOf(answer: { readonly status: number; readonly body: Buffer }): number;
}

/** Stands between members and the emulator and sees every save, with what the service answered. */
export interface SaveWitness {
  readonly endpoint: string;
  /** Cuts every connection of every member, those that stay silent too. */
  cutConnections(): void;
  stop(): Promise<void>;
}

/**
 * `arrives` is called before the service sees the save; what it gives back is called with the status of the answer, before the
 * member sees that, or with 0 where no answer comes.
 */
export async function startSaveWitness(
  target: string,
  wire: SaveWire,
  arrives: (save: SeenSave) => (status: number) => void,
): Promise<SaveWitness> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await wholeBody(incoming);
    const { method, url: path = '/', headers } = incoming;
    const forward = request({ hostname, port, method, path, headers, agent });
    // Whoever goes takes the other side with it: a member that is killed leaves no call behind.
    outgoing.on('close', () => forward.destroy());
    forward.on('error', () => outgoing.destroy());
    const answered = wire.savesIn({ path, headers, body }).map(arrives);
    const answer = (status: number): void => {
      for (const tell of answered.splice(0)) tell(status);
    };
    const noAnswer = (): void => answer(0);
    forward.on('close', noAnswer);
    forward.on('response', (response) => {
      response.on('error', () => outgoing.destroy());
      const { statusCode: status = 502, statusMessage } = response;
      if (answered.length === 0) {
        outgoing.writeHead(status, statusMessage, response.headers);
        response.pipe(outgoing);
        return;
      }
      // What became of a save may stand in the body alone; the member must not see it before we do.
      forward.off('close', noAnswer);
      wholeBody(response).then(
        (whole) => {
          answer(wire.statusOf({ status, body: whole }));
          outgoing.writeHead(status, statusMessage, response.headers);
          outgoing.end(whole);
        },
        () => {
          noAnswer();
          outgoing.destroy();
        },
      );
    });
    forward.end(body);
  };

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutConnections: () => server.closeAllConnections(),
    async stop() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

async function wholeBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
