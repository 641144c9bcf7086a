import { test } from 'vitest';
import { describeWithPeer } from '../peer.js';
import { goPackage } from '../registries.js';

const PACKAGE = 'github.com/tencentcloud/tencentcloud-cls-sdk-go/consumer';

describeWithPeer('the consumer of the Go SDK', `go: ${PACKAGE}`, await goPackage(PACKAGE), () => {
  test('reads all that is written', () => {
    throw new Error(`${PACKAGE} can be had now: write this row.`);
  });
});
