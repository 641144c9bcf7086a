import { expect, test } from 'vitest';
import { asJavaText } from './java-text.js';

/** As Java 17 answered, `_` for the bytes of U+FFFD. */
test.each([
  ['', ''],
  ['41', '41'],
  ['e697a5', 'e697a5'],
  ['f09f9880', 'f09f9880'],
  ['ed9fbf', 'ed9fbf'],
  ['1f8b08', '1f_08'],
  ['eda080', '_'],
  ['edbfbf', '_'],
  ['eda041', '_41'],
  ['eda0', '_'],
  ['edffa0', '___'],
  ['edededa08041', '___41'],
  ['e4b841', '_41'],
  ['e08080', '___'],
  ['f0908041', '_41'],
  ['f5808041', '___41'],
])('%s becomes %s', (bytes, text) => {
  expect(asJavaText(Buffer.from(bytes, 'hex')).toString('hex')).toBe(text.replaceAll('_', 'efbfbd'));
});
