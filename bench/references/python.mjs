import { fileURLToPath } from 'node:url';
import { pythonWithSdk } from '../../scripts/peers/python.mjs';

/** The official Python SDK, pinned for the interop tests: the start of a command, or why there is none. */
export async function pythonReference() {
  const peer = await pythonWithSdk();
  if (peer.kind === 'absent') return { absent: peer.reason };
  return { command: [peer.python, fileURLToPath(new URL('python/reference.py', import.meta.url))] };
}
