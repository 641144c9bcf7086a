import { describe, expect, it } from 'vitest';
import { type PlaneOptions, planesOf } from './planes.js';

const origins = (options: PlaneOptions) => {
  const { data, api, region } = planesOf(options);
  return [data.origin, api.origin, region];
};

const guangzhou = 'https://ap-guangzhou.cls.tencentcs.com';
const guangzhouApi = 'https://cls.ap-guangzhou.tencentcloudapi.com';

describe('the two planes', () => {
  it.each<[string, PlaneOptions, string[]]>([
    ['a region', { region: 'ap-guangzhou' }, [guangzhou, guangzhouApi, 'ap-guangzhou']],
    [
      'a region, inside',
      { region: 'ap-guangzhou', internal: true },
      ['https://ap-guangzhou.cls.tencentyun.com', 'https://cls.internal.tencentcloudapi.com', 'ap-guangzhou'],
    ],
    [
      'an endpoint that tells the region',
      { endpoint: 'na-ashburn.cls.tencentcs.com' },
      ['https://na-ashburn.cls.tencentcs.com', 'https://cls.na-ashburn.tencentcloudapi.com', 'na-ashburn'],
    ],
    [
      'an endpoint of the private network, which does not change where groups are',
      { endpoint: 'ap-guangzhou.cls.tencentyun.com' },
      ['https://ap-guangzhou.cls.tencentyun.com', guangzhouApi, 'ap-guangzhou'],
    ],
    [
      'a given endpoint, inside: API 3.0 only',
      { endpoint: 'ap-guangzhou.cls.tencentcs.com', internal: true },
      [guangzhou, 'https://cls.internal.tencentcloudapi.com', 'ap-guangzhou'],
    ],
    [
      'plain http where it is asked for',
      { endpoint: 'http://ap-guangzhou.cls.tencentyun.com', region: 'ap-guangzhou' },
      ['http://ap-guangzhou.cls.tencentyun.com', guangzhouApi, 'ap-guangzhou'],
    ],
    [
      'both given',
      { endpoint: 'https://logs.example.org:8443', apiEndpoint: 'api.example.org', region: 'ap-tokyo' },
      ['https://logs.example.org:8443', 'https://api.example.org', 'ap-tokyo'],
    ],
    [
      'a local server, which is both',
      { endpoint: 'http://127.0.0.1:8080', region: 'ap-guangzhou' },
      ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', 'ap-guangzhou'],
    ],
    [
      'a local server for groups only',
      { apiEndpoint: 'localhost:8080', region: 'ap-guangzhou' },
      [guangzhou, 'http://localhost:8080', 'ap-guangzhou'],
    ],
  ])('of %s', (_, options, found) => {
    expect(origins(options)).toEqual(found);
  });

  it('name the port in Host where it is not the scheme’s own', () => {
    const { data, api } = planesOf({
      region: 'ap-guangzhou',
      endpoint: 'http://127.0.0.1:8080',
      apiEndpoint: 'https://api.example.org:443',
    });
    expect([data.host, api.host]).toEqual(['127.0.0.1:8080', 'api.example.org']);
  });
});
