import type { Face } from '../http/face.js';
import { DataError } from './data-error.js';
import type { DataStore } from './data-store.js';

/**
 * The face of a service whose state is kept: each answer leaves once what it tells of is written. Where that cannot be, the
 * request is refused and has no effect. `logsOnly` names the calls that change nothing but logs; there are many of them, so that
 * the rest is not looked at.
 */
export function keptFace(face: Face, data: DataStore, logsOnly: readonly string[]): Face {
  return {
    ...face,
    answer(request, info) {
      const answer = face.answer(request, info);
      try {
        data.commit(logsOnly.includes(info.call) ? 'logsOnly' : 'all');
        return answer;
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        return face.refuse({ status: 500, message: error.message }, info);
      }
    },
  };
}

/** The handle of every service that changes nothing but logs. */
const LOGS_ONLY_HANDLE = 'put';

/** The handles of a service whose state is kept: each returns once what it did is written, or throws a `DataError`. */
export function keptHandles<Handles extends object>(handles: Handles, data: DataStore): Handles {
  const kept = Object.entries(handles).map(([name, handle]) => {
    if (typeof handle !== 'function') return [name, handle];
    const keeping = (...args: unknown[]): unknown => {
      const result: unknown = handle(...args);
      data.commit(name === LOGS_ONLY_HANDLE ? 'logsOnly' : 'all');
      return result;
    };
    return [name, keeping];
  });
  return Object.fromEntries(kept) as Handles;
}
