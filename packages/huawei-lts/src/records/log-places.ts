const NUMBERS = 3;
const CHUNK_BITS = 8;
const CHUNK_LOGS = 1 << CHUNK_BITS;

/** The places of all logs of a body. In chunks: nothing is ever copied, and many tiny logs take four times their bytes at most. */
export class LogPlaces {
  count = 0;
  readonly #chunks: Int32Array[] = [];

  /**
   * `start` and `end` are those of a log's labels, both 0 where it has none; at `timeAt` stands the value of its `__time__`, 0
   * where that has to be looked for.
   */
  add(start: number, end: number, timeAt: number): void {
    const at = (this.count & (CHUNK_LOGS - 1)) * NUMBERS;
    if (at === 0) this.#chunks.push(new Int32Array(CHUNK_LOGS * NUMBERS));
    const chunk = this.#chunks[this.count >> CHUNK_BITS] as Int32Array;
    chunk[at] = start;
    chunk[at + 1] = end;
    chunk[at + 2] = timeAt;
    this.count++;
  }

  start(index: number): number {
    return this.#number(index, 0);
  }

  end(index: number): number {
    return this.#number(index, 1);
  }

  timeAt(index: number): number {
    return this.#number(index, 2);
  }

  #number(index: number, which: number): number {
    const chunk = this.#chunks[index >> CHUNK_BITS] as Int32Array;
    return chunk[(index & (CHUNK_LOGS - 1)) * NUMBERS + which] as number;
  }
}
