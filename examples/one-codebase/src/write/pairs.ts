import type { Order } from '../order.js';

/** Number and fields of an order, `amount` under the name that the writers of one cloud have for it. */
export function pairsOf({ number, fields }: Order, amountName: string): [name: string, value: string][] {
  const own = [...fields].map(([name, value]): [string, string] => [name === 'amount' ? amountName : name, value]);
  return [['number', number], ...own];
}
