import { X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { ConsumerError } from '@polylog/core/driver';

/** Trusts the given certificates (PEM) beside those that come with Node. Made once, as reading them all takes milliseconds. */
export function trusting(ca: string | Buffer | readonly (string | Buffer)[]): SecureContext {
  const given = Array.isArray(ca) ? ca : [ca];
  for (const certificate of given) {
    try {
      new X509Certificate(certificate);
    } catch (cause) {
      const text = 'ca: not a certificate in PEM form; give the content of the file, not its path';
      throw new ConsumerError('invalid-argument', text, { option: 'ca', cause });
    }
  }
  return createSecureContext({ ca: [...rootCertificates, ...given] });
}
