import { credentials, region } from '../../end-to-end/emulated-topics.js';
import { type ClsService, logsetId } from '../../tencent-cls/cls-service.js';
import { type Side, startScriptSide } from '../sides.js';
import { startPython } from './python-script.js';

/** The SDK's own consumer over the topics of a service; see `batch_worker.py`. */
export function startPythonSide(
  python: string,
  { emulator, topicIds }: ClsService,
  settings: { readonly group: string; readonly heartbeatSeconds: number; readonly throwOnBatch?: number },
): Side {
  const { endpoint } = emulator.cls;
  return startScriptSide((listen) =>
    startPython(python, 'batch_worker.py', {
      ...{ endpoint, region, logsetId, topicIds, ...credentials, member: 'python' },
      ...settings,
      listen,
    }),
  );
}
