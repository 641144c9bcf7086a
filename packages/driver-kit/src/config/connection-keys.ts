import type { ConfigKey } from '@polylog/core/driver';

/** The options of the kit's transport, as every adapter passes them on. */
export const connectionKeys: Readonly<Record<'proxy' | 'ca' | 'insecure' | 'transport' | 'clock', ConfigKey>> = {
  proxy: {
    type: 'text',
    secret: true,
    example: 'http://proxy.example.com:3128',
    description: 'A proxy, http://user:password@host:port. Nothing is taken from HTTP_PROXY. Left out: none.',
  },
  ca: {
    type: 'list',
    orOne: true,
    of: { type: 'text', description: 'A certificate, PEM.' },
    description: 'Certificates (PEM, their text) to trust beside those that come with Node. Left out: none.',
  },
  insecure: {
    type: 'boolean',
    default: false,
    description: 'Accepts any certificate: for tests only. Left out: false.',
  },
  transport: {
    type: 'code',
    description: 'Takes the place of the built-in transport; proxy, ca and insecure do not count then.',
  },
  clock: { type: 'code', description: 'Where time comes from; for tests.' },
};
