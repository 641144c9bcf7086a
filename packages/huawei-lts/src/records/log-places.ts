/** Where the labels of each log stand in a body. */
export class LogPlaces {
  count = 0;
  #places = new Int32Array(FIRST_PLACES * 2);

  /** Both 0 for a log without labels. */
  add(start: number, end: number): void {
    if (2 * this.count === this.#places.length) this.#places = doubled(this.#places);
    this.#places[2 * this.count] = start;
    this.#places[2 * this.count + 1] = end;
    this.count++;
  }

  start(index: number): number {
    return this.#places[2 * index] as number;
  }

  end(index: number): number {
    return this.#places[2 * index + 1] as number;
  }
}

/** Most answers of a stream at rest have no log at all. */
const FIRST_PLACES = 16;

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(2 * numbers.length);
  more.set(numbers);
  return more;
}
