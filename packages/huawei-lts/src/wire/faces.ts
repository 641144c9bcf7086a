import { ConsumerError } from '@polylog/core/driver';
import { type Address, hostOf, parseAddress } from '@polylog/driver-kit';
import type { Face } from './connection.js';

export interface FaceOptions {
  /** Of the access node; absent: the region's own, on the port inside of the region. */
  readonly endpoint?: string | undefined;
  /** Of the API gateway; absent: the region's own, or `endpoint` where that is a literal address. */
  readonly gatewayEndpoint?: string | undefined;
  /** `cn-north-4` */
  readonly region: string;
}

export interface Faces {
  readonly access: Face;
  readonly gateway: Face;
  readonly region: string;
}

/**
 * Where the two faces are (regions and endpoints, and what the SDKs have built in). A server on this machine or at an IP
 * address serves both, unless `gatewayEndpoint` says otherwise. Throws `invalid-argument`.
 */
export function facesOf({ endpoint, gatewayEndpoint, region: given }: FaceOptions): Faces {
  const region = regionText(given);
  const name = region.toLowerCase();
  const access =
    endpoint === undefined ? cloud(`lts-access.${name}.myhuaweicloud.com`, INSIDE_PORT) : accessAddress(endpoint);
  const ownGateway = access.literal ? access : cloud(`lts.${name}.${gatewayDomain(name)}`);
  const gateway = gatewayEndpoint === undefined ? ownGateway : gatewayAddress(gatewayEndpoint);
  return { access: faceOf(access), gateway: faceOf(gateway), region };
}

/** From hosts of the region; from outside it is 443, in a few regions. */
const INSIDE_PORT = 8102;

const gatewayHost = /^lts\.[a-z0-9-]+\.myhuaweicloud\.(?:com|eu)$/;
const accessHost = /^lts-access\./;

function gatewayDomain(region: string): string {
  return region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
}

function accessAddress(text: string): Address {
  const address = parseAddress(text, invalidEndpoint);
  if (!gatewayHost.test(address.hostname)) return address;
  throw invalidEndpoint(
    `is ${address.hostname}, the API gateway, which serves no logs; that goes into "gatewayEndpoint"`,
  );
}

function gatewayAddress(text: string): Address {
  const address = parseAddress(text, invalidGateway);
  if (!accessHost.test(address.hostname)) return address;
  throw invalidGateway(`is ${address.hostname}, an access node; that goes into "endpoint"`);
}

/** The list of regions is a hint and never a gate: new ones come. */
function regionText(given: string): string {
  const region = given.trim();
  if (/^[a-z0-9-]+$/i.test(region)) return region;
  const found = region === '' ? 'empty' : JSON.stringify(region.slice(0, 60));
  throw invalid(
    `region is ${found}; allowed: letters, digits and "-", such as "cn-north-4". Every signature names it, so that a wrong one is refused.`,
    'region',
  );
}

function cloud(hostname: string, port?: number): Address {
  return { scheme: 'https', hostname, port, literal: false };
}

function faceOf(address: Address): Face {
  const host = hostOf(address);
  return { origin: `${address.scheme}://${host}`, host };
}

function invalidEndpoint(what: string): ConsumerError {
  return invalid(
    `endpoint ${what}. Give the region's access node, such as "lts-access.cn-north-4.myhuaweicloud.com:8102", or for a local server "http://127.0.0.1:<port>"; or leave it out.`,
    'endpoint',
  );
}

function invalidGateway(what: string): ConsumerError {
  return invalid(
    `gatewayEndpoint ${what}. Give the region's API gateway, such as "lts.cn-north-4.myhuaweicloud.com"; or leave it out.`,
    'gatewayEndpoint',
  );
}

function invalid(message: string, option: string): ConsumerError {
  return new ConsumerError('invalid-argument', message, { option });
}
