import { asBuffer, type Codec, checkedRawBytes, corruptBody } from './codec.js';

/** No compression: only the size is checked. */
export const none: Codec = {
  name: 'none',
  compress: asBuffer,
  decompress(input, options) {
    const rawBytes = checkedRawBytes('none', options);
    if (input.length !== rawBytes) throw corruptBody('none', `${input.length} bytes came where ${rawBytes} were told`);
    return asBuffer(input);
  },
};
