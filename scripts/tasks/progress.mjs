/**
 * One line on stderr for a step that takes a while: `installing… 21.4 s`.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} step
 * @returns {Promise<T>}
 */
export async function timed(what, step) {
  const start = performance.now();
  process.stderr.write(`polylog: ${what}… `);
  try {
    return await step();
  } finally {
    process.stderr.write(`${((performance.now() - start) / 1_000).toFixed(1)} s\n`);
  }
}

/** An end that needs no stack: the message is the whole story. */
export class TaskError extends Error {
  constructor(/** @type {string} */ message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
