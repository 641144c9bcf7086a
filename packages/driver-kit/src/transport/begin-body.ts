import type { IncomingMessage } from 'node:http';

/**
 * Reads an answer's body until so many bytes are there, or no more come; whatever else has come with them is part of the
 * result, and of nothing else. Never rejects: whoever reads on sees what ended it.
 */
export function beginBody(answer: IncomingMessage, bytes: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const done = (): void => {
      answer.off('readable', look).off('end', done).off('close', done);
      resolve(Buffer.concat(chunks, received));
    };
    const look = (): void => {
      const chunk: Buffer | null = answer.read();
      if (chunk === null) return;
      chunks.push(chunk);
      received += chunk.length;
      if (received >= bytes) done();
    };
    if (answer.destroyed) done();
    else answer.on('readable', look).on('end', done).on('close', done);
  });
}
