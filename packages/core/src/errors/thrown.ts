/**
 * What somebody else's code threw, for a message: its kind and the place, never its text, which may hold a record's
 * content (`JSON.parse` quotes what it cannot read). The value itself goes along as the cause.
 */
export function describeThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `a value of type ${typeof thrown}`;
  // A stack begins with the text, of which a line may look like a place.
  const stack = thrown.stack ?? '';
  const places = stack.slice(stack.indexOf(thrown.message) + thrown.message.length);
  const place = /^\s+at (.+)$/m.exec(places)?.[1];
  return place === undefined ? thrown.name : `${thrown.name} at ${place}`;
}
