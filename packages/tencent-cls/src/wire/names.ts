import { type NameCheck, nameCheck } from '@polylog/driver-kit';

/** The service's rules for names, from the API reference and its own samples. Each throws `invalid-argument`. */

/** A UUID, as a rule. */
export const logsetIdText: NameCheck = nameCheck(/^[0-9A-Za-z_-]{1,64}$/, 'the id of a logset, such as a UUID');
export const topicIdText: NameCheck = nameCheck(/^[0-9A-Za-z_-]{1,64}$/, 'the id of a topic, such as a UUID');

/** Of logsets and topics alike (API reference, CreateLogset and CreateTopic); that of topics excludes some names of the service's own. */
export const resourceName: NameCheck = nameCheck(/^[^|]{1,255}$/, 'a name of 1 to 255 characters without "|"');

/** The reference says letters, digits and `_`; the vendor's own samples have `-`, its table of parameters `.` too. */
const name = '1 to 255 letters, digits, "-", "_" and "."';
export const groupName: NameCheck = nameCheck(/^[0-9A-Za-z_.-]{1,255}$/, name);
export const memberName: NameCheck = nameCheck(/^[0-9A-Za-z_.-]{1,255}$/, name);
