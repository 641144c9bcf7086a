/** `@polylog/tencent-cls`: Polylog's adapter for Tencent Cloud CLS. */

export { classify } from './classify.js';
