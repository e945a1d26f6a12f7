/** The order book and the payments behind it: orders are found by their names, and refunded once and in full at most. */
import { hashText } from '../../src/base/rolling-hash.ts';
import type { Json } from '../../src/base/json.ts';
import orders from '../data/orders.json' with { type: 'json' };
import { isObject } from './conversation.ts';
import { refusing, textsIn, told } from './service.ts';
import type { Work } from './service.ts';

type Order = (typeof orders)[number];

/** Orders named in an input by order number, invoice number or the e-mail address they were placed with. */
function ordersIn(input: Json): Order[] {
  const named = new Set(textsIn(input).map(([, text]) => text.toLowerCase()));
  return orders.filter(({ order, invoice, email }) =>
    [order, invoice, email].some((name) => named.has(name.toLowerCase())),
  );
}

const unknown = (input: Json) =>
  refusing(
    `no order is known as ${textsIn(input)
      .map(([, text]) => `'${text}'`)
      .join(', ')}; give an order number, an invoice number or the e-mail address it was placed with`,
  );

/** Looks orders up. */
export const lookUpOrder: Work = (input) => {
  const found = ordersIn(input);
  if (found.length === 0) return unknown(input);
  return told(found.length === 1 ? found[0]! : { orders: found });
};

/** Pays an order back: `{ order | invoice, amountUsd? }`. */
export const refund: Work = (input, key, draw) => {
  const [order] = ordersIn(input);
  if (!order) return unknown(input);
  const asked = isObject(input) ? (input['amountUsd'] ?? input['amount']) : undefined;
  const amountUsd = typeof asked === 'number' ? asked : order.amountUsd;
  const paidUsd = order.amountUsd * order.payments;
  if (order.status === 'refunded') return refusing(`${order.order} was refunded before`);
  if (order.payments === 0) return refusing(`${order.order} was never paid: its payment is ${order.status}`);
  if (!(amountUsd > 0 && amountUsd <= paidUsd))
    return refusing(`${order.order} was paid with ${paidUsd} USD, so ${amountUsd} USD cannot be refunded`);
  const made = key === '' ? String(draw('refund')) : key;
  const number = `RF-${hashText(made).slice(0, 8).toUpperCase()}`;
  return { answer: { refund: number, order: order.order, amountUsd, status: 'done' }, effect: true };
};
