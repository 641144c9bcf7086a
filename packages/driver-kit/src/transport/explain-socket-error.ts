import { isTransportError, TransportError, type TransportErrorKind } from './transport-error.js';

/** Where the request was going, for the message. */
export interface Route {
  /** Host and port of the URL. */
  readonly host: string;
  /** Host and port of the proxy, where there is one; it is what refuses or cannot be found then. */
  readonly proxy?: string | undefined;
}

type Explain = (route: Route) => readonly [kind: TransportErrorKind, text: string];

const peer = ({ host, proxy }: Route): string => (proxy === undefined ? host : `the proxy ${proxy} (for ${host})`);
const option = ({ proxy }: Route): string => (proxy === undefined ? 'the endpoint' : 'the proxy option');

const refused: Explain = (r) => [
  'connect',
  `${peer(r)} refused the connection: check host and port of ${option(r)}, and that something listens there`,
];
const noSuchName: Explain = (r) => [
  'connect',
  `the name of ${peer(r)} does not resolve: check ${option(r)} for typing errors, and the DNS of this machine`,
];
const noRoute: Explain = (r) => [
  'connect',
  `${peer(r)} cannot be reached from this network: check the network, the firewall, and whether a proxy is needed`,
];
const untrusted: Explain = ({ host }) => [
  'tls',
  `the certificate of ${host} is signed by nobody this machine trusts: give the signer's certificate (PEM) as option ca`,
];
const wrongName: Explain = ({ host }) => [
  'tls',
  `the certificate of ${host} was made for other names: check the endpoint, or who answers there`,
];
const outdated: Explain = ({ host }) => [
  'tls',
  `the certificate of ${host} is not valid at this time: its owner must renew it, or the clock of this machine is wrong`,
];
const noTls: Explain = ({ host }) => [
  'tls',
  `${host} does not answer with TLS: check whether the endpoint should begin with http:// or name another port`,
];
const cut: Explain = (r) => ['cut', `the connection to ${peer(r)} was cut before the answer was complete`];

const explanations: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: noSuchName,
  EAI_AGAIN: noSuchName,
  EAI_NODATA: noSuchName,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EHOSTDOWN: noRoute,
  EADDRNOTAVAIL: noRoute,
  ETIMEDOUT: noRoute,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: wrongName,
  CERT_HAS_EXPIRED: outdated,
  CERT_NOT_YET_VALID: outdated,
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  ECONNRESET: cut,
  ECONNABORTED: cut,
  EPIPE: cut,
  ERR_STREAM_PREMATURE_CLOSE: cut,
};

/**
 * Makes a {@link TransportError} of whatever Node's sockets, TLS or HTTP parser threw. Pure. The cause is kept unless it
 * carries bytes of the answer (a parser error does).
 */
export function explainSocketError(error: unknown, route: Route): TransportError {
  if (isTransportError(error)) return error;
  const code = codeOf(error);
  const details = { host: route.host, code, cause: code?.startsWith('HPE_') ? undefined : error };
  const explain = code === undefined ? undefined : explanations[code];
  if (explain) {
    const [kind, text] = explain(route);
    return new TransportError(kind, `${text} (${code})`, details);
  }
  if (code?.startsWith('HPE_')) {
    const text = `what ${peer(route)} answered is not HTTP: check host and port of ${option(route)} (${code})`;
    return new TransportError('protocol', text, details);
  }
  if (code?.startsWith('ERR_SSL_') || code?.startsWith('ERR_TLS_') || code?.startsWith('CERT_')) {
    return new TransportError('tls', `no secure connection to ${route.host} came about (${code})`, details);
  }
  const what = code ?? (error instanceof Error ? error.name : typeof error);
  return new TransportError('unknown', `the request to ${peer(route)} failed (${what})`, details);
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
