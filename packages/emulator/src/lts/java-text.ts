/**
 * The bytes that come out when Java takes bytes for UTF-8 text and writes that text. What is no UTF-8 becomes U+FFFD, as it does
 * here; but the form of a surrogate (ED, A0 to BF) is one such character there, and one for each of its bytes here.
 */
export function asJavaText(bytes: Buffer): Buffer {
  const surrogates = bytes.toString('latin1').replace(/\xed[\xa0-\xbf][\x80-\xbf]?/g, '\xff');
  return Buffer.from(Buffer.from(surrogates, 'latin1').toString('utf8'));
}
