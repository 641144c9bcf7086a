import { writeJson } from '@polylog/driver-kit';
import { credentials } from '../../huawei-lts/lts-service.js';
import { startAnswering } from '../answering-script.js';
import { startScript } from '../script.js';
import { type Answered, answeredIn } from './general-sdks.js';
import type { RawRequest } from './methods/method-pair.js';
import { pathOf } from './python-calls.js';

/** Requests as they are, signed by the general SDK for Python, which has no call for them. */
export interface RawRequests {
  send(endpoint: string, request: RawRequest): Promise<Answered>;
  stop(): Promise<void>;
}

export function startRawRequests(python: string): RawRequests {
  const script = startAnswering('requests_as_told.py', (listen) =>
    startScript([python, pathOf('requests_as_told.py')], { settings: {}, listen }),
  );
  return {
    async send(endpoint, { method, path, query = {}, body }) {
      const text = body === undefined ? '' : writeJson(body);
      return answeredIn(method, await script.ask({ endpoint, ...credentials, method, path, query, body: text }));
    },
    stop: () => script.stop(),
  };
}
