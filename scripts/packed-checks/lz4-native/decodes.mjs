// The add-on's native module was compiled: it reads a block of the vendor's SDKs, refuses a damaged one, and the adapter
// takes it.
import { strictEqual, throws } from 'node:assert';
import { slsDriver } from '@polylog/alibaba-sls';
import { nativeLz4 } from '@polylog/lz4-native';

const codec = nativeLz4();
const line = 'level=info msg="request done" path=/api/v1/orders id=';
const made = '/yZsZXZlbD1pbmZvIG1zZz0icmVxdWVzdCBkb25lIiBwYXRoPS9hcGkvdjEvb3JkZXJzIGlkPTUA//////////////92UGUiIHBh';
const raw = Buffer.alloc(3000, line);
strictEqual(codec.decompress(Buffer.from(made, 'base64'), { rawBytes: 3000 }).equals(raw), true);
strictEqual(codec.decompress(codec.compress(raw), { rawBytes: 3000 }).equals(raw), true);
throws(() => codec.decompress(Buffer.from(made.slice(0, 60), 'base64'), { rawBytes: 3000 }), { code: 'corrupt-data' });

const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
const place = { endpoint: 'http://127.0.0.1:1', project: 'my-project', logstore: 'requests' };
await slsDriver({ ...place, credentials, compression: codec }).close();
