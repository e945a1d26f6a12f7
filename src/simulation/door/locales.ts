/** The default locale and zone of programs: American English in UTC, whatever the machine speaks. */
import { INTL, LOCALE_AT } from '../ambient-locale.ts';
import type { RealmEdits } from '../ambient-realm.ts';
import type { Door } from './door.ts';

const LOCALE = 'en-US';
const ZONE = 'UTC';

type Callable = (...given: unknown[]) => unknown;

export function placeLocales(edits: RealmEdits, door: Door): void {
  for (const [path, at] of Object.entries(LOCALE_AT)) {
    const original = edits.at(path) as Callable | undefined;
    if (!original) continue;
    edits.replace(path, function withLocale(this: unknown, ...given: unknown[]) {
      given[at] = localeOf(given[at]);
      if (path.startsWith('Date.')) given[at + 1] = zoned(given[at + 1]);
      return Reflect.apply(original, this, given);
    });
  }
  for (const name of INTL) placeIntl(edits, name);
  placeFormatOfNow(edits, door);
}

const localeOf = (given: unknown): unknown => given ?? LOCALE;
const zoned = (options: unknown): object => ({ timeZone: ZONE, ...(options as object | undefined) });

function placeIntl(edits: RealmEdits, name: string): void {
  const path = `Intl.${name}`;
  const original = edits.at(path) as (new (...given: unknown[]) => object) | undefined;
  if (!original) return;
  const filled = ([locale, options, ...rest]: unknown[]): unknown[] => [
    localeOf(locale),
    name === 'DateTimeFormat' ? zoned(options) : options,
    ...rest,
  ];
  const proxy = new Proxy(original, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, filled(given), newTarget) as object,
    apply: (target, self, given: unknown[]) =>
      Reflect.apply(target as unknown as Callable, self, filled(given)),
  });
  edits.replace(path, proxy);
  edits.replace(`${path}.prototype.constructor`, proxy);
}

/** Formatting no date means formatting the present, which is the world's. */
function placeFormatOfNow(edits: RealmEdits, door: Door): void {
  const prototype = edits.at('Intl.DateTimeFormat.prototype') as object | undefined;
  if (!prototype) return;
  const getter: PropertyDescriptor = Object.getOwnPropertyDescriptor(prototype, 'format') ?? {};
  const format = Reflect.get(getter, 'get') as ((this: unknown) => Callable) | undefined;
  const toParts = edits.at('Intl.DateTimeFormat.prototype.formatToParts') as Callable;
  const now = (date: unknown): unknown => date ?? door.epochMs;
  if (format)
    edits.replaceGetter('Intl.DateTimeFormat.prototype.format', function dated(this: unknown) {
      const bound = format.call(this);
      return (date: unknown) => bound(now(date));
    });
  edits.replace('Intl.DateTimeFormat.prototype.formatToParts', function dated(this: unknown, date: unknown) {
    return Reflect.apply(toParts, this, [now(date)]);
  });
}
