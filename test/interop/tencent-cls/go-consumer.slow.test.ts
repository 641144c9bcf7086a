import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { orAbsent, tool } from '../../../scripts/peers/tool.mjs';
import { describeWithPeer, type Peer } from '../peer.js';

const PACKAGE = 'github.com/tencentcloud/tencentcloud-cls-sdk-go/consumer';

/** Whether the module proxy has the newest version of a package. */
async function goPackage(path: string): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'polylog-go-'));
  try {
    await writeFile(join(folder, 'go.mod'), 'module polylog/question\n\ngo 1.24\n');
    const asked = await orAbsent(() =>
      tool('go', ['get', `${path}@latest`], { cwd: folder, env: { GOTOOLCHAIN: 'local' } }),
    );
    return typeof asked === 'string' ? { kind: 'ready' } : { kind: 'absent', reason: asked.absent };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describeWithPeer('the consumer of the Go SDK', `go: ${PACKAGE}`, await goPackage(PACKAGE), () => {
  test('reads all that is written', () => {
    throw new Error(`${PACKAGE} can be had now: write this row.`);
  });
});
