/**
 * One attempt that may end early, as an AbortController would say it. Not one of those: Node gives each of their signals
 * a hidden class of its own, which V8 keeps until a full collection and which makes slow all code that sees many of them.
 */
export class Attempt {
  isOver = false;
  reason: unknown;
  #onEnd: (() => void)[] = [];
  #controller: AbortController | undefined;

  /** An earlier reason stays. */
  end(reason: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.reason = reason;
    for (const run of this.#onEnd) run();
    this.#controller?.abort(reason);
  }

  /** Runs once, when it ends; never for one that is over. */
  onEnd(run: () => void): void {
    this.#onEnd.push(run);
  }

  throwIfOver(): void {
    if (this.isOver) throw this.reason;
  }

  /** For libraries, which know no other. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.isOver) this.#controller.abort(this.reason);
    }
    return this.#controller.signal;
  }
}
