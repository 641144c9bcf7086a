import { test } from 'vitest';
import { describeWithPeer } from '../peer.js';
import { goPackage, mavenArtifact, npmPackage, pythonPackage } from '../registries.js';

const GO = 'github.com/huaweicloud/huaweicloud-lts-sdk-go/producer';
/** The first version with a consumer is 1.0.2, the vendor's advice is this one. */
const JAVA = 'io.github.huaweicloud:lts-sdk-java:1.1.3';
const PYTHON = 'huaweicloud-lts-python-sdk';
const NODE = '@huaweicloud/huaweicloud-sdk-lts';
const WEB = 'lts-web-sdk';

/** Each is asked for anew, every time. */
const [go, java, python, node, web] = await Promise.all([
  goPackage(GO),
  mavenArtifact(JAVA),
  pythonPackage(PYTHON),
  npmPackage(NODE),
  npmPackage(WEB),
]);

describeWithPeer('what the Go SDK writes, ours reads', `go: ${GO}`, go, () => {
  test('every field of every record', () => {
    throw new Error(`${GO} can be had now: write this row, and those of its consumer.`);
  });
});

describeWithPeer('the consumer of the Java SDK', `maven: ${JAVA}`, java, () => {
  test('shares a group with ours', () => {
    throw new Error(`${JAVA} can be had now: write this row.`);
  });
});

describeWithPeer('the Python SDK of the vendor’s sample', `pypi: ${PYTHON}`, python, () => {
  test('shares a group with ours', () => {
    throw new Error(`${PYTHON} can be had now: write this row.`);
  });
});

describeWithPeer('the general Node SDK', `npm: ${NODE}`, node, () => {
  test('makes the calls of those in other languages', () => {
    throw new Error(`${NODE} can be had now: put it among the general SDKs.`);
  });
});

describeWithPeer('what the SDK for web pages writes, ours reads', `npm: ${WEB}`, web, () => {
  test('every field of every record', () => {
    throw new Error(`${WEB} can be had now: write this row.`);
  });
});
