/** Host names that stand for the service itself; what is left of one is the project. `*` is exactly one label. */
export const defaultBaseDomains: readonly string[] = [
  'localhost',
  '127.0.0.1',
  '*.log.aliyuncs.com',
  '*.sls.aliyuncs.com',
];

export type HostScope =
  | { readonly kind: 'account' }
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'unknown' };

/** Takes the project from an authority. The port is ignored; IP addresses are base domains, too. */
export function scopeOfHost(authority: string, baseDomains: readonly string[] = defaultBaseDomains): HostScope {
  const host = withoutPort(authority).toLowerCase();
  for (const base of [ipAddressAtEnd(host), ...baseDomains]) {
    const project = base === undefined ? undefined : leftOf(host, base.toLowerCase());
    if (project === '') return { kind: 'account' };
    if (project !== undefined) return { kind: 'project', project };
  }
  return { kind: 'unknown' };
}

function withoutPort(authority: string): string {
  return authority.replace(/:\d*$/, '');
}

/** `''` where host and base are the same, the labels left of the base, or undefined where it is another domain. */
function leftOf(host: string, base: string): string | undefined {
  const labels = host.split('.');
  const wanted = base.split('.');
  const extra = labels.length - wanted.length;
  if (extra < 0) return undefined;
  const fits = wanted.every((label, i) => (label === '*' ? labels[i + extra] !== '' : label === labels[i + extra]));
  return fits ? labels.slice(0, extra).join('.') : undefined;
}

function ipAddressAtEnd(host: string): string | undefined {
  return /(?:^|\.)(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/.exec(host)?.[1];
}
