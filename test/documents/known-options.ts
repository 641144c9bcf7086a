/** The options that a door knows, by what it says to one that it does not know. */
export function knownOptions(door: (options: never) => unknown): string[] {
  let message = '';
  try {
    door({ zzzzzzzzzzzzzzzzzzzz: 1 } as never);
  } catch (error) {
    ({ message } = error as Error);
  }
  const [, known] = /Known are (.*)\.$/.exec(message) ?? [];
  if (known === undefined) throw new Error(`It took a name that nobody knows, or said: ${message}`);
  return known.split(', ').sort();
}
