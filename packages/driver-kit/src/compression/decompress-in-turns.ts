import { type LoopTurns, loopTurns } from '../turns/loop-turns.js';
import { type Codec, checkedRawBytes, type DecompressOptions } from './codec.js';

/** {@link Codec.decompress} without holding up the event loop for longer than a slice of work takes. */
export async function decompressInTurns(
  codec: Codec,
  input: Uint8Array,
  options: DecompressOptions,
  turns: LoopTurns = loopTurns,
): Promise<Buffer> {
  if (codec.decompressInTurns !== undefined) return await codec.decompressInTurns(input, options, turns);
  await turns.take(checkedRawBytes(codec.name, options));
  return codec.decompress(input, options);
}
