import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/** The manifest inside a package's tarball: what a registry would show. */
export function manifestIn(/** @type {Uint8Array} */ tarball) {
  const tar = gunzipSync(tarball);
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const name = textAt(tar, at, 100);
    const size = Number.parseInt(textAt(tar, at + 124, 12), 8) || 0;
    const start = at + BLOCK;
    if (name === 'package/package.json') return JSON.parse(tar.toString('utf8', start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error('the tarball has no package/package.json');
}

function textAt(tar, start, length) {
  return (
    tar
      .toString('latin1', start, start + length)
      .split('\0', 1)[0]
      ?.trim() ?? ''
  );
}
