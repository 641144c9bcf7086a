import { type NameCheck, nameCheck } from '@polylog/driver-kit';

/** The service's rules for names, from the API reference. Each throws `invalid-argument`. */

/** 3 to 63 of `a-z0-9-`, first and last a letter or digit. */
export const projectName: NameCheck = nameCheck(
  /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  '3 to 63 lower-case letters, digits and "-", the first and last a letter or digit',
);

/** 2 to 80 of `a-z0-9_-`: the reference says 3 to 63, the Java SDK 2 to 80. */
export const logstoreName: NameCheck = nameCheck(
  /^[a-z0-9][a-z0-9_-]{0,78}[a-z0-9]$/,
  '2 to 80 lower-case letters, digits, "-" and "_", the first and last a letter or digit',
);

/** 1 to 128 of `0-9A-Za-z_-`. */
export const groupName: NameCheck = nameCheck(/^[0-9A-Za-z_-]{1,128}$/, '1 to 128 letters, digits, "-" and "_"');

/**
 * Of a Logtail configuration, machine group or shipper. The reference allows letters, digits, "-" and "_", yet the
 * service's own tools make others, such as `##1.0##k8s-log`: whatever a path can carry is looked up.
 */
export const resourceName: NameCheck = nameCheck(
  /^(?!\.{1,2}$)[^\p{Cc}\p{Cs}/]{1,200}$/u,
  '1 to 200 characters without "/" and control characters',
);
