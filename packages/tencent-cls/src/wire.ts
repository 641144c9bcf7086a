/** `@polylog/tencent-cls/wire`: the functions behind the driver, for tests and tools. No promise of stability. */

export { type ConnectOptions, connect } from './wire/connect.js';
export type { ClsConnection, Plane, SendOptions } from './wire/connection.js';
export { type PlaneOptions, type Planes, planesOf } from './wire/planes.js';
export { type PullAnswer, readPullAnswer } from './wire/pull-answer.js';
export { openPullBody, type PullBodyOptions } from './wire/pull-body.js';
export { type ApiAnswer, sendApi } from './wire/send-api.js';
export { type DataRequest, sendData } from './wire/send-data.js';
export { serviceCodes } from './wire/service-codes.js';
export { type LegacyRequest, legacyAuthorization, legacySignature, type SpaceForm } from './wire/sign-legacy.js';
export {
  type Tc3Request,
  tc3Authorization,
  tc3CanonicalRequest,
  tc3Scope,
  tc3Signature,
} from './wire/sign-tc3.js';
export { checkSnappySize, decodeSnappyPart, readSnappyHead, type SnappyProgress } from './wire/snappy.js';
