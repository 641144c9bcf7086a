import { credentials, region } from '../../end-to-end/emulated-topics.js';
import { startAnswering } from '../answering-script.js';
import type { TheirOutcome } from '../methods/walk-pair.js';
import { startPython } from './python-script.js';

/** The clients of the SDK of CLS in a process of its own, for any number of calls, to any number of emulators. */
export interface PythonMethods {
  call(
    endpoint: string,
    call: {
      readonly method: string;
      readonly arguments: readonly unknown[];
      readonly named: Readonly<Record<string, unknown>>;
    },
  ): Promise<TheirOutcome>;
  stop(): Promise<void>;
}

export function startPythonMethods(python: string): PythonMethods {
  const { ask, stop } = startAnswering('methods.py', (listen) =>
    startPython(python, 'methods.py', { endpoint: '', ...credentials, region, listen }),
  );
  return {
    async call(endpoint, call) {
      const { kind, answer, code, status } = await ask({ endpoint, ...call });
      return kind === 'answer' ? { answer } : { refused: { code, status } };
    },
    stop,
  };
}
