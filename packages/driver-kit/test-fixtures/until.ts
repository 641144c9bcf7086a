/** Turns the event loop until the condition holds; fails after 10 s. */
export async function until(condition: () => boolean): Promise<void> {
  const startedAt = performance.now();
  while (!condition()) {
    if (performance.now() - startedAt > 10_000) throw new Error(`waited 10 s in vain for ${condition}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
