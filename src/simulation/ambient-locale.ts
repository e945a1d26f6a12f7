/** Locales and zones must be written out: the defaults are the machine's. */
import { Misuse } from '../engine/step-error.ts';
import type { RealmEdits } from './ambient-realm.ts';

/** Methods whose argument at this place is the locale; a date's zone is in the argument behind it. */
export const LOCALE_AT: Readonly<Record<string, number>> = {
  'String.prototype.localeCompare': 1,
  'String.prototype.toLocaleUpperCase': 0,
  'String.prototype.toLocaleLowerCase': 0,
  'Number.prototype.toLocaleString': 0,
  'BigInt.prototype.toLocaleString': 0,
  'Date.prototype.toLocaleString': 0,
  'Date.prototype.toLocaleDateString': 0,
  'Date.prototype.toLocaleTimeString': 0,
};

/** The constructors of Intl: locale first, then options. */
export const INTL = [
  'Collator',
  'DateTimeFormat',
  'DisplayNames',
  'DurationFormat',
  'ListFormat',
  'NumberFormat',
  'PluralRules',
  'RelativeTimeFormat',
  'Segmenter',
];

type Callable = (...given: unknown[]) => unknown;
type Maker = new (...given: unknown[]) => object;

/** Makes the default locale and the default zone errors by name. */
export function closeLocales(edits: RealmEdits): void {
  for (const [path, at] of Object.entries(LOCALE_AT)) {
    const original = edits.at(path) as Callable | undefined;
    if (!original) continue;
    const name = path.replace('.prototype.', '.');
    edits.replace(path, function withLocale(this: unknown, ...given: unknown[]) {
      requireLocale(given[at], name);
      if (name.startsWith('Date.')) requireTimeZone(given[1], name);
      return Reflect.apply(original, this, given);
    });
  }
  for (const name of INTL) closeIntl(edits, name);
}

function closeIntl(edits: RealmEdits, name: string): void {
  const path = `Intl.${name}`;
  const original = edits.at(path) as Maker | undefined;
  if (!original) return;
  const check = (given: unknown[]) => {
    requireLocale(given[0], path);
    if (name === 'DateTimeFormat') requireTimeZone(given[1], path);
  };
  const proxy = new Proxy(original, {
    construct(target, given: unknown[], newTarget) {
      check(given);
      return Reflect.construct(target, given, newTarget) as object;
    },
    apply(target, self, given: unknown[]) {
      check(given);
      return Reflect.apply(target as unknown as Callable, self, given);
    },
  });
  edits.replace(path, proxy);
  edits.replace(`${path}.prototype.constructor`, proxy);
  if (name === 'DateTimeFormat') closeFormatOfNow(edits);
}

/** Formatting no date means formatting the present. */
function closeFormatOfNow(edits: RealmEdits): void {
  const prototype = edits.at('Intl.DateTimeFormat.prototype') as object;
  const getter: PropertyDescriptor = Object.getOwnPropertyDescriptor(prototype, 'format') ?? {};
  const format = Reflect.get(getter, 'get') as ((this: unknown) => Callable) | undefined;
  const toParts = edits.at('Intl.DateTimeFormat.prototype.formatToParts') as Callable;
  if (format)
    edits.replaceGetter('Intl.DateTimeFormat.prototype.format', function dated(this: unknown) {
      const bound = format.call(this);
      return (date: unknown) => bound(requireDate(date));
    });
  edits.replace('Intl.DateTimeFormat.prototype.formatToParts', function dated(this: unknown, date: unknown) {
    return Reflect.apply(toParts, this, [requireDate(date)]);
  });
}

function requireDate(date: unknown): unknown {
  if (date === undefined)
    throw new Misuse(
      'Intl.DateTimeFormat.format() of the present is not part of a world yet: give it a date',
    );
  return date;
}

function requireLocale(locale: unknown, name: string): void {
  if (locale !== undefined && !(Array.isArray(locale) && locale.length === 0)) return;
  throw new Misuse(`${name} without a locale depends on the machine's: give one, such as 'en'`);
}

function requireTimeZone(options: unknown, name: string): void {
  const zone =
    typeof options === 'object' && options !== null
      ? (options as { timeZone?: unknown }).timeZone
      : undefined;
  if (zone !== undefined) return;
  throw new Misuse(
    `${name} without a time zone depends on the machine's: give { timeZone: 'UTC' } or another`,
  );
}
