import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A checkpoint on its way to the service. */
export interface SeenSave {
  readonly member: string;
  readonly shard: string;
  readonly checkpoint: string;
  readonly forced: boolean;
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
  arrives: (save: SeenSave) => (status: number) => void,
): Promise<SaveWitness> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method, url: path = '/', headers } = incoming;
    const forward = request({ hostname, port, method, path, headers, agent });
    // Whoever goes takes the other side with it: a member that is killed leaves no call behind.
    outgoing.on('close', () => forward.destroy());
    forward.on('error', () => outgoing.destroy());
    const save = savedBy(path, body);
    let answered = save && arrives(save);
    const answer = (status: number): void => {
      answered?.(status);
      answered = undefined;
    };
    forward.on('close', () => answer(0));
    forward.on('response', (response) => {
      answer(response.statusCode ?? 0);
      outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, response.headers);
      response.on('error', () => outgoing.destroy());
      response.pipe(outgoing);
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

function savedBy(path: string, body: Buffer): SeenSave | undefined {
  const { searchParams } = new URL(path, 'http://service');
  if (searchParams.get('type') !== 'checkpoint' || body.length === 0) return undefined;
  const { shard, checkpoint } = JSON.parse(body.toString()) as { shard: number; checkpoint: string };
  return {
    member: searchParams.get('consumer') ?? '',
    shard: String(shard),
    checkpoint,
    // The vendor's Python library writes "True".
    forced: searchParams.get('forceSuccess')?.toLowerCase() === 'true',
  };
}
