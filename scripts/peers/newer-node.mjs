import { pinnedNode } from './pinned-node.mjs';

/** @type {ReturnType<typeof pinnedNode> | undefined} */
let peer;

/** A Node that has zstd, for what this one cannot do: this very one where it is new enough, else a pinned one. */
export function newerNode() {
  peer ??= hasZstd(process.versions.node)
    ? Promise.resolve({ kind: 'ready', node: process.execPath })
    : pinnedNode(process.versions.node.startsWith('22.') ? 24 : 22);
  return peer;
}

function hasZstd(/** @type {string} */ version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 15);
}
