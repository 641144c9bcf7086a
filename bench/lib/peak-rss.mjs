import { readFileSync } from 'node:fs';

/**
 * The most memory that this process has had resident, in bytes. Linux counts into `maxRSS` what the parent had when it started
 * the process; what stands in `/proc` is its own.
 */
export function peakRssBytes() {
  const own = process.platform === 'linux' && /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return (own ? Number(own[1]) : process.resourceUsage().maxRSS) * 1024;
}
