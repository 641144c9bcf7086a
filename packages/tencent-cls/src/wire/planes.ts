import { ConsumerError } from '@polylog/core/driver';
import { type Address, hostOf, parseAddress } from '@polylog/driver-kit';
import type { Plane } from './connection.js';

export interface PlaneOptions {
  /** Of the data plane; absent: the region's own. */
  readonly endpoint?: string | undefined;
  /** Of API 3.0; absent: the region's own, or `endpoint` where that is a literal address. */
  readonly apiEndpoint?: string | undefined;
  /** `ap-guangzhou`; absent: what `endpoint` tells. */
  readonly region?: string | undefined;
  /** The hosts inside the region's private network: of API 3.0, and of logs where no endpoint is given. */
  readonly internal?: boolean | undefined;
}

export interface Planes {
  readonly data: Plane;
  readonly api: Plane;
  readonly region: string;
}

/**
 * Where the two planes are (the page on regions and domains). A server on this machine or at an IP address serves both,
 * unless `apiEndpoint` says otherwise. Throws `invalid-argument`.
 */
export function planesOf({ endpoint, apiEndpoint, region: given, internal = false }: PlaneOptions): Planes {
  const address = endpoint === undefined ? undefined : dataAddress(endpoint);
  const region = regionOf(given, address);
  const data = address ?? cloud(`${region}.cls.${internal ? 'tencentyun.com' : 'tencentcs.com'}`);
  const ownApi = data.literal ? data : cloud(`cls.${internal ? 'internal' : region}.tencentcloudapi.com`);
  const api = apiEndpoint === undefined ? ownApi : apiAddress(apiEndpoint);
  return { data: planeOf(data), api: planeOf(api), region };
}

const apiHost = /(?:^|\.)tencentcloudapi\.com$/;
const dataHost = /^([a-z0-9-]+)\.cls\.tencent(?:cs|yun)\.com$/;

function dataAddress(text: string): Address {
  const address = parseAddress(text, invalidEndpoint);
  if (!apiHost.test(address.hostname)) return address;
  throw invalidEndpoint(
    `is ${address.hostname}, a host of API 3.0, which serves no logs; that goes into "apiEndpoint"`,
  );
}

function apiAddress(text: string): Address {
  const address = parseAddress(text, invalidApiEndpoint);
  if (!dataHost.test(address.hostname)) return address;
  throw invalidApiEndpoint(`is ${address.hostname}, a host for logs; that goes into "endpoint"`);
}

function regionOf(given: string | undefined, address: Address | undefined): string {
  const told = address === undefined ? undefined : dataHost.exec(address.hostname)?.[1];
  if (given === undefined) {
    if (told !== undefined) return told;
    throw invalid(
      'region is missing: every call of API 3.0 names it, and the endpoint does not tell. Set region, such as "ap-guangzhou".',
      'region',
    );
  }
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(given)) {
    const meant = given.toLowerCase().replaceAll('_', '-');
    const advice = meant === given ? 'For example "ap-guangzhou".' : `Did you mean "${meant.slice(0, 60)}"?`;
    throw invalid(
      `region is ${JSON.stringify(given.slice(0, 60))}; allowed: lower-case letters, digits and "-", as in the list of regions. ${advice}`,
      'region',
    );
  }
  if (told !== undefined && told !== given) {
    throw invalid(
      `region is "${given}", and endpoint is of ${told}. A group and its logs are in one region: give the same in both, or leave one out.`,
      'region',
    );
  }
  return given;
}

function cloud(hostname: string): Address {
  return { scheme: 'https', hostname, port: undefined, literal: false };
}

function planeOf(address: Address): Plane {
  const host = hostOf(address);
  return { origin: `${address.scheme}://${host}`, host };
}

function invalidEndpoint(what: string): ConsumerError {
  return invalid(
    `endpoint ${what}. Give the host of the topics' region, such as "ap-guangzhou.cls.tencentcs.com", or for a local server "http://127.0.0.1:<port>"; or leave it out and give region.`,
    'endpoint',
  );
}

function invalidApiEndpoint(what: string): ConsumerError {
  return invalid(
    `apiEndpoint ${what}. Give a host of API 3.0, such as "cls.ap-guangzhou.tencentcloudapi.com"; or leave it out.`,
    'apiEndpoint',
  );
}

function invalid(message: string, option: string): ConsumerError {
  return new ConsumerError('invalid-argument', message, { option });
}
