// What the assistants of these programs may look up: a few orders of a shop.
const orders = {
  'ORD-1001': { status: 'shipped', carrier: 'North Parcel', expected: 'Thursday' },
  'ORD-1002': { status: 'delayed', reason: 'out of stock', expected: 'in two weeks' },
  'ORD-1003': { status: 'delivered', on: 'Monday' },
};

export const question = 'Where is my order ORD-1002, and when will it arrive?';

export function lookUpOrder(order) {
  return { order, ...(orders[order] ?? { status: 'unknown', hint: 'order numbers look like ORD-1001' }) };
}
