import { test } from 'vitest';
import { describeWithPeer } from '../peer.js';
import { goPackage, npmPackage } from '../registries.js';

const GO_CONSUMER = 'github.com/tencentcloud/tencentcloud-cls-sdk-go/consumer';
/** Its version is that of the part that all products share, which is here. */
const GO_MODELS = 'github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cls';
const JS = 'tencentcloud-cls-sdk-js';

/** Each is asked for anew, every time. */
const [goConsumer, goModels, js] = await Promise.all([
  goPackage(GO_CONSUMER),
  goPackage(GO_MODELS, 'v1.3.209'),
  npmPackage(JS),
]);

describeWithPeer('the consumer of the Go SDK', `go: ${GO_CONSUMER}`, goConsumer, () => {
  test('reads all that is written', () => {
    throw new Error(`${GO_CONSUMER} can be had now: write this row.`);
  });
});

describeWithPeer('the models of the general Go SDK', `go: ${GO_MODELS}`, goModels, () => {
  test('write what ours reads', () => {
    throw new Error(`${GO_MODELS} can be had now: take its calls instead of those without models.`);
  });
});

describeWithPeer('what the JavaScript SDK writes, ours reads', `npm: ${JS}`, js, () => {
  test('every field of every record', () => {
    throw new Error(`${JS} can be had now: write this row.`);
  });
});
