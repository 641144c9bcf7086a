import { fileURLToPath } from 'node:url';
import { pythonWithClsSdk, pythonWithSdk } from '../../scripts/peers/python.mjs';

/** The official Python SDK of SLS, pinned for the interop tests: the start of a command, or why there is none. */
export async function pythonReference() {
  return commandOf(await pythonWithSdk(), 'python/reference.py');
}

/** The same of CLS. */
export async function clsPythonReference() {
  return commandOf(await pythonWithClsSdk(), 'python/cls_reference.py');
}

/**
 * @param {import('../../scripts/peers/python.mjs').PythonPeer} peer
 * @param {string} script
 */
function commandOf(peer, script) {
  if (peer.kind === 'absent') return { absent: peer.reason };
  return { command: [peer.python, fileURLToPath(new URL(script, import.meta.url))] };
}
