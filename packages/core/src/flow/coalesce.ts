import { type Deferred, deferred } from './deferred.js';

/**
 * Gathers what is asked in one turn of the event loop into one call, because a service that takes many at once often
 * allows few calls a second. `run` must answer for every key; if it rejects, every asker of that call is rejected.
 */
export function coalesce<Key, Value>(
  run: (keys: readonly Key[]) => Promise<readonly Value[]>,
): (key: Key) => Promise<Value> {
  let gathered: { readonly key: Key; readonly answer: Deferred<Value> }[] = [];

  const flush = async (): Promise<void> => {
    const asked = gathered;
    gathered = [];
    try {
      const values = await run(asked.map(({ key }) => key));
      asked.forEach(({ answer }, index) => {
        answer.resolve(values[index] as Value);
      });
    } catch (error) {
      for (const { answer } of asked) answer.reject(error);
    }
  };

  return (key) => {
    const answer = deferred<Value>();
    gathered.push({ key, answer });
    if (gathered.length === 1) setImmediate(() => void flush());
    return answer.promise;
  };
}
