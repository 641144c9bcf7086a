import { inTurns, type LoopTurns, loopTurns, stepsInTurns } from '@polylog/driver-kit';
import { type PullAnswer, readPullAnswer } from './pull-answer.js';
import { checkSnappySize, decodeSnappyPart, readSnappyHead } from './snappy.js';

export interface PullBodyOptions {
  /** The largest size before compression that is believed; more is refused before anything is allocated. */
  readonly maxRawBytes: number;
  /** Gives memory of exactly that size, for what the body holds. Asked at most once. */
  readonly target: (bytes: number) => Buffer;
  readonly signal?: AbortSignal;
  /** @defaultValue those of this process */
  readonly turns?: LoopTurns;
}

/**
 * Decompresses the body of a pull and reads its JSON, in turns of the event loop. The body is not needed any more then;
 * the log groups lie in the memory that `target` gave. Throws `corrupt-data`.
 */
export async function openPullBody(body: Uint8Array, options: PullBodyOptions): Promise<PullAnswer> {
  const { maxRawBytes, target, signal, turns = loopTurns } = options;
  const { rawBytes, bytes: elementsAt } = readSnappyHead(body);
  checkSnappySize(rawBytes, { blockBytes: body.length, maxRawBytes });
  const json = target(rawBytes);
  const progress = { at: elementsAt, to: 0 };
  const decompressed = await inTurns(
    {
      totalBytes: rawBytes,
      doneBytes: () => progress.to,
      goOn: (until) => (decodeSnappyPart(body, json, progress, until) ? json : undefined),
    },
    turns,
    signal,
  );

  return await stepsInTurns(readPullAnswer(decompressed), rawBytes, turns, signal);
}
