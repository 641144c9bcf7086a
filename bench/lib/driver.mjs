import { slsDriver } from '@polylog/alibaba-sls';
import { codecNamed } from './codecs.mjs';

/**
 * Our driver for the server of `pull-server.mjs`.
 *
 * @param {number} port
 * @param {'js' | 'native'} codec
 * @param {'safe' | 'shared'} [strings]
 */
export async function driverFor(port, codec, strings = 'safe') {
  return slsDriver({
    endpoint: `http://127.0.0.1:${port}`,
    project: 'bench',
    logstore: 'bench',
    strings,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    ...(codec === 'js' ? {} : { compression: await codecNamed(codec) }),
  });
}
