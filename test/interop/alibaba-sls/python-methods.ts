import { startAnswering } from '../answering-script.js';
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
  const script = startAnswering('methods.py', (listen) =>
    // Each call says where it goes.
    startPython(python, 'methods.py', { way: overHttp(''), listen }),
  );
  return {
    call: (endpoint, call) => script.ask({ ...call, proxy: endpoint }),
    stop: () => script.stop(),
  };
}
