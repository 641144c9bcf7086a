import { deflate, zstd } from '@polylog/driver-kit';
import type { FuzzTarget } from '../fuzz-target.js';
import { plainDeflate } from './plain-deflate.js';
import { plainZstd } from './plain-zstd.js';
import { zlibTarget } from './zlib-target.js';

export const deflateTarget: FuzzTarget = zlibTarget(deflate, plainDeflate);

export const zstdTarget: FuzzTarget | undefined = zstd && zlibTarget(zstd, plainZstd);
