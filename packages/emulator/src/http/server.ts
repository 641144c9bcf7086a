import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Random } from '@polylog/core/driver';
import type { ServiceClock } from '../clock.js';
import { bendAnswer } from '../faults/bend.js';
import type { FaultSet } from '../faults/fault-set.js';
import { isRefusing, refusalOf } from '../faults/refusal.js';
import { bodyLength, bodyParts, wholeBody } from './body.js';
import type { Answer, Face } from './face.js';
import { httpDate } from './http-date.js';
import { BodyTooLarge, headOf, type RequestHead, readBody } from './request.js';
import type { Tally } from './tally.js';

/** More than any put that a service accepts; what is longer is refused before it is held. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** Longer than clients keep idle sockets, so that the client is the one who closes them. */
const KEEP_ALIVE_MS = 120_000;

/** One of the services behind a listener. */
export interface Service {
  readonly face: Face;
  readonly faults: FaultSet;
  readonly tally: Tally;
}

export interface ServerOptions {
  /** Whose a request is. */
  readonly serviceFor: (head: RequestHead) => Service;
  readonly clock: ServiceClock;
  readonly random: Random;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly https?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** Takes connections that ask to be led to another host (CONNECT), whichever it is. Absent: they are refused. */
  readonly tunnel?: (socket: Socket) => void;
}

export interface RunningServer {
  readonly port: number;
  /** Serves a connection that somebody else has accepted. */
  adopt(socket: Socket): void;
  /** Cuts every open connection now; new ones are welcome. Returns how many there were. */
  cutConnections(): number;
  /** Cuts all connections, cancels delayed answers and closes the port. Twice is harmless. */
  stop(): Promise<void>;
}

/** A bare HTTP server in front of the services' faces: raw bodies, both target forms, faults, connections that can be cut. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { serviceFor, clock, random } = options;
  const sockets = new Set<Socket>();
  const delays = new Set<() => void>();

  /** Resolves after the delay, or never if the server stops first (its socket is gone then). */
  const wait = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.schedule(delayMs, () => {
        delays.delete(cancel);
        resolve();
      });
      delays.add(cancel);
    });

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = headOf(message);
    const { face, faults, tally } = serviceFor(head);
    const request = { ...head, body: await readBody(message, MAX_BODY_BYTES) };
    const info = face.identify(request);
    const actions = faults.pick(info);
    for (const action of actions) if (action.kind === 'delay') await wait(action.delayMs);
    const fault = actions.find((action) => action.kind !== 'delay');

    if (fault && isRefusing(fault)) return finish(refusalOf(face, fault, info));
    if (fault?.kind === 'lost') {
      if (fault.processed) face.answer(request, info);
      tally.count(info, 0, 0);
      if (fault.socket !== 'open') message.socket.destroy();
      return;
    }
    const answer = face.answer(request, info);
    finish(fault ? bendAnswer(answer, fault, face.withRawSize, random) : answer);

    function finish(result: Answer): void {
      tally.count(info, result.status, bodyLength(result.body), result.refusal);
      send(message, response, result, fault?.kind === 'cut' ? fault.at : undefined);
    }
  }

  function send(message: IncomingMessage, response: ServerResponse, answer: Answer, cut?: string): void {
    const { socket } = message;
    const length = bodyLength(answer.body);
    // A HEAD says how long the body would be; in chunks nothing says it.
    const size = answer.headers['content-length'] ?? String(length);
    const sizeHeader = answer.headers['transfer-encoding'] === undefined ? { 'content-length': size } : {};
    if (length === 0 && (cut === 'before-body' || cut === 'in-body')) {
      // A head that announces no body is a whole answer; to be cut, it must not arrive either.
      socket.destroy();
      return;
    }
    response.sendDate = false;
    response.writeHead(answer.status, {
      ...answer.headers,
      date: answer.headers.date ?? httpDate(clock.now()),
      ...sizeHeader,
    });
    /** Corked: the parts go to the system in one call. */
    const end = (ended?: () => void): void => {
      response.cork();
      for (const part of bodyParts(answer.body)) response.write(part);
      response.end(ended);
      response.uncork();
    };
    switch (cut) {
      case 'before-body':
        response.flushHeaders();
        socket.destroySoon();
        break;
      case 'in-body':
        response.write(wholeBody(answer.body).subarray(0, length >> 1), () => socket.destroySoon());
        break;
      case 'after-body':
        end(() => socket.destroySoon());
        break;
      default:
        end();
    }
  }

  const listener: RequestListener = (message, response) => {
    handle(message, response).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) {
        response.shouldKeepAlive = false;
        const { face } = serviceFor(headOf(message));
        const refusal = { status: 413, message: `a body of more than ${MAX_BODY_BYTES} bytes` };
        send(message, response, face.refuse(refusal, { call: 'unknown' }));
      } else message.socket.destroy();
    });
  };
  const server: Server = options.https ? createTlsServer(options.https, listener) : createServer(listener);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (_message, socket: Socket, head: Buffer) => {
    if (!options.tunnel) {
      socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    sockets.delete(socket);
    options.tunnel(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });

  function cutConnections(): number {
    const count = sockets.size;
    for (const socket of sockets) socket.destroy();
    return count;
  }
  return {
    port: (server.address() as AddressInfo).port,
    adopt: (socket) => {
      server.emit('connection', socket);
    },
    cutConnections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const cancel of delays) cancel();
        delays.clear();
        cutConnections();
      }),
  };
}
