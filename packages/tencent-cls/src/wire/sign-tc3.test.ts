import { describe, expect, it } from 'vitest';
import { tc3Authorization, tc3Signature } from './sign-tc3.js';

const secretId = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE';
const secretKey = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE';
const contentType = 'application/json';
const timestamp = 1_700_000_000;

/** `JSON.stringify` as Python writes it: a space behind each colon and comma. */
const python = (text: string): Buffer => Buffer.from(text.replaceAll(/([,:])(?=["0-9[{])/g, '$1 '));

describe('TC3 is that of the vendor’s SDKs', () => {
  it('T1, Python', () => {
    const body = python(
      '{"ConsumerGroup":"consumer-group-1","Timeout":40,"Topics":["6f6ded3f-948c-4616-9c7c-956a95d8c1a3"],"LogsetId":"0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89"}',
    );
    const request = { contentType, host: 'cls.ap-guangzhou.tencentcloudapi.com', body, timestamp, service: 'cls' };
    expect(tc3Authorization(request, secretId, secretKey)).toBe(
      `TC3-HMAC-SHA256 Credential=${secretId}/2023-11-14/cls/tc3_request, SignedHeaders=content-type;host, Signature=77d255e474b075012b1d9380de404c9dce04d9e8de81f744796f87c6426676db`,
    );
  });

  it('T2, Node, whose service is the first part of the host', () => {
    const body = Buffer.from(
      '{"ConsumerGroup":"consumer-group-1","Consumer":"consumer-group-1-A","LogsetId":"0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89","TopicPartitionsInfo":[{"TopicID":"6f6ded3f-948c-4616-9c7c-956a95d8c1a3","Partitions":[0,1]}]}',
    );
    expect(tc3Signature({ contentType, host: '127.0.0.1', body, timestamp, service: '127' }, secretKey)).toBe(
      '3d6b05c69b7c47d15fd649d50ee1815469765c7182d97fdc959484d00b36f794',
    );
  });

  it('covers the body, the host and the day', () => {
    const request = { contentType, host: 'h', body: Buffer.from('{}'), timestamp, service: 'cls' };
    const changed = [
      { ...request, body: Buffer.from('{ }') },
      { ...request, host: 'i' },
      { ...request, timestamp: timestamp + 86_400 },
    ];
    const signatures = [request, ...changed].map((each) => tc3Signature(each, secretKey));
    expect(new Set(signatures).size).toBe(4);
  });
});
