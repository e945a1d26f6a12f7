/** Finds named facts in a text by pattern: addresses, numbers of documents, sums, dates, codes, products, plans. */
import { READ_LIMIT_CHARS } from './text.ts';

export const ENTITY_KINDS = [
  'email',
  'url',
  'phone',
  'invoice',
  'order',
  'error_code',
  'version',
  'money',
  'date',
  'time',
  'plan',
  'product',
  'percent',
  'name',
  'number',
] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

const MONTH =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|' +
  'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|' +
  'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|' +
  'januar|februar|märz|juni|juli|oktober|dezember';
const SUM = String.raw`\d{1,3}(?:[., \u00a0\u202f]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?`;
const PRODUCTS = [
  'Google Calendar',
  'Google Workspace',
  'Googleカレンダー',
  'Google Agenda',
  'Google Kalender',
  'Apple Pay',
  'Google Pay',
  'Microsoft Teams',
  'Entra ID',
  'Azure AD',
  'Active Directory',
  'Internet Explorer',
  'Outlook',
  'Slack',
  'Teams',
  'Excel',
  'Chrome',
  'Firefox',
  'Safari',
  'Edge',
  'Okta',
  'SAML',
  'SCIM',
  'SAP',
  'Jira',
  'Zapier',
  'PayPal',
  'Android',
  'iPhone',
  'iPad',
  'iOS',
  'Windows',
  'Linux',
  'macOS',
  'Bizum',
  'Salesforce',
];

const PATTERNS: Readonly<Record<EntityKind, RegExp>> = {
  email: /[A-Za-z0-9](?:[\w.+-]{0,63})@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+/g,
  url: /\bhttps?:\/\/[^\s"'<>)\]]{1,300}/g,
  phone: /(?<![\w-])\+\d{1,3}[ \d()/-]{6,18}\d\b/g,
  invoice: /\b(?:INV|RE|RG|FAC|FV|FACT)[-/]?\d{2,4}[-/]\d{2,8}\b|\bINV[-#]?\d{3,10}\b/g,
  order: /\b(?:PO|BC|OC|ORD|ORDER|BESTELLUNG|SO)[-#/ ]?\d{2,8}(?:-\d{1,8})?\b/gi,
  error_code:
    /\b[A-Z]{1,4}-\d{3,5}\b|(?<![\d.,€$£¥-])\b(?:40[0-9]|42[269]|50[0-4])\b(?![.,]?\d|\s?(?:[€$£¥円%]|people|users|personnes|personas|Leute|名))/g,
  version: /(?<![\d.-])\d{1,3}\.\d{1,3}\.\d{1,4}\b(?!\.\d)|(?:version|versión|v)\s?\d{1,3}\.\d{1,3}\b/gi,
  money: new RegExp(
    String.raw`[$€£¥]\s?(?:${SUM})|(?:${SUM})\s?(?:[$€£¥円]|EUR\b|USD\b|GBP\b|JPY\b|euros?\b|dollars?\b|dólares\b)`,
    'g',
  ),
  date: new RegExp(
    String.raw`\d{4}-\d{2}-\d{2}|\d{1,2}月\d{1,2}日|\b\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?(?:${MONTH})(?![A-Za-zß-ÿ])|\b(?:${MONTH})\.?\s+\d{1,2}(?:st|nd|rd|th)?\b|(?<![\d.])\d{1,2}\.\d{1,2}\.(?:\d{2,4})?(?!\d)|\b\d{1,2}/\d{1,2}/\d{2,4}\b`,
    'gi',
  ),
  time: /\b\d{1,2}:\d{2}\b(?:\s?[ap]m)?|\b\d{1,2}\s?(?:am|pm|Uhr)\b|\d{1,2}時(?:\d{1,2}分)?/g,
  plan: /(?<![A-Za-z])(?:Free|Team|Business|Enterprise)(?![a-z])/g,
  product: new RegExp(String.raw`(?<![A-Za-z])(?:${PRODUCTS.join('|')})(?![A-Za-z])`, 'g'),
  percent: /\b\d{1,3}(?:[.,]\d+)?\s?%/g,
  name: /(?:[Mm]y name is|[Rr]egards,?|[Cc]heers,?|[Mm]e llamo|[Ss]aludos?,?|[Jj]e m['’]appelle|[Cc]ordialement,?|[Ii]ch heiße|[Mm]ein Name ist|[Gg]rüßen?,?)\s+([A-ZÀ-Þ][a-zß-ÿ]+(?:\s[A-ZÀ-Þ][a-zß-ÿ]+)?)/g,
  number: /(?<![\w.,-])\d{1,9}(?:[.,]\d{1,3})?(?![\w-]|[.,]\d)/g,
};

/** Kinds whose matches another, more particular kind may claim first. */
const CLAIMED_BY: Partial<Readonly<Record<EntityKind, readonly EntityKind[]>>> = {
  order: ['invoice'],
  error_code: ['invoice', 'order', 'money', 'date', 'email', 'url'],
  version: ['date', 'url', 'email'],
  product: ['email', 'url'],
  plan: ['product'],
  number: [
    'invoice',
    'order',
    'error_code',
    'version',
    'money',
    'date',
    'time',
    'percent',
    'email',
    'url',
    'phone',
  ],
};

export interface Entity {
  readonly kind: EntityKind;
  readonly text: string;
  readonly at: number;
}

/** All entities of a kind, in the order of the text; reads READ_LIMIT_CHARS at most. */
export function entitiesOf(kind: EntityKind, text: string): Entity[] {
  const read = text.slice(0, READ_LIMIT_CHARS);
  const taken = (CLAIMED_BY[kind] ?? []).flatMap((other) => entitiesOf(other, read));
  return [...read.matchAll(PATTERNS[kind])]
    .map((found) => ({ kind, text: (found[1] ?? found[0]).trim(), at: found.index }))
    .filter(
      ({ at, text: own }) =>
        !taken.some((other) => at < other.at + other.text.length && other.at < at + own.length),
    );
}

/** The amount in a text like '$1,100.50', '1 100 €' or '1.650円'; null if it holds no number. */
export function amountOf(text: string): number | null {
  const digits = /\d[\d., \u00a0\u202f]*/
    .exec(text)?.[0]
    .replace(/[ \u00a0\u202f]/g, '')
    .replace(/[.,]$/, '');
  if (digits === undefined) return null;
  const whole = digits.replace(/[.,](?=\d{3}(?:[.,]|$))/g, '').replace(',', '.');
  const value = Number(whole);
  return Number.isFinite(value) ? value : null;
}
