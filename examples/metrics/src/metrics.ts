import { type Consumer, onEvent } from '@polylog/core';

export interface Metrics {
  /** What all consumers of this process have done, and how far this one is behind, in the text that Prometheus reads. */
  textFor(consumer: Consumer): string;
  stop(): void;
}

type Labels = Readonly<Record<string, string>>;

export function createMetrics(): Metrics {
  const counters = new Map<string, number>();
  const count = (name: string, labels: Labels, by = 1): void => {
    const series = seriesOf(name, labels);
    counters.set(series, (counters.get(series) ?? 0) + by);
  };
  const subscriptions = [
    onEvent('batch-read', ({ partition, rawBytes }) => count('polylog_read_bytes_total', { partition }, rawBytes)),
    onEvent('batch-done', ({ partition, records }) => count('polylog_records_total', { partition }, records)),
    onEvent('process-failed', ({ partition }) => count('polylog_process_failures_total', { partition })),
    onEvent('call-retried', ({ call, code }) => count('polylog_retries_total', { call, code })),
    onEvent('lease-lost', ({ member = '' }) => count('polylog_leases_lost_total', { member })),
  ];
  return {
    textFor(consumer) {
      const totals = [...counters].map(([series, value]) => `${series} ${value}`).sort();
      const lags = consumer
        .status()
        // CLS tells a lag only where it is none: there a reader that is behind has no value.
        .partitions.filter(({ lagMs }) => lagMs !== undefined)
        .map(
          ({ id, lagMs = 0 }) => `${seriesOf('polylog_lag_seconds', { partition: id })} ${Math.round(lagMs / 1_000)}`,
        );
      return [...totals, ...lags].join('\n');
    },
    stop() {
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
}

function seriesOf(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(',')}}`;
}
