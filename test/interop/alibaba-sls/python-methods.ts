import type { Told } from '../script.js';
import { overHttp, startPython } from './python-script.js';

/** A call of the SDK's client: the method by its name, and its arguments as `methods.py` takes them. */
export interface PythonCall {
  readonly method: string;
  readonly arguments: readonly unknown[];
  readonly named: Readonly<Record<string, unknown>>;
}

/** The SDK's client in a process of its own, for any number of calls, to any number of emulators. */
export interface PythonMethods {
  /** `answer`, `refused`, or `unknown` where the SDK has no such method. */
  call(endpoint: string, call: PythonCall): Promise<Told>;
  stop(): Promise<void>;
}

export function startPythonMethods(python: string): PythonMethods {
  const waiting: ((told: Told | Promise<never>) => void)[] = [];
  const script = startPython(python, 'methods.py', {
    // Each call says where it goes.
    way: overHttp(''),
    listen: (told) => waiting.shift()?.(told),
  });
  let over = false;
  const failed = (): Promise<never> => Promise.reject(new Error(`methods.py ended: ${script.complaints}`));
  const ended = script.ended.then(() => {
    over = true;
    for (const settle of waiting.splice(0)) settle(failed());
  });
  return {
    call(endpoint, call) {
      if (over) return failed();
      return new Promise((settle) => {
        waiting.push(settle);
        script.ask({ ...call, proxy: endpoint });
      });
    },
    async stop() {
      script.kill('SIGKILL');
      await ended;
    },
  };
}
