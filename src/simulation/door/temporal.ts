/** `Temporal.Now` on the world's clock and in UTC, where the engine has Temporal. */
import type { RealmEdits } from '../ambient-realm.ts';
import type { Door } from './door.ts';

interface Zoned {
  toPlainDate(): object;
  toPlainTime(): object;
  toPlainDateTime(): object;
}
interface Instants {
  fromEpochMilliseconds(ms: number): { toZonedDateTimeISO(zone: unknown): Zoned };
}

export function placeTemporal(edits: RealmEdits, door: Door): void {
  const instants = edits.at('Temporal.Instant') as Instants | undefined;
  if (!instants) return;
  const instant = () => instants.fromEpochMilliseconds(door.epochMs);
  const zoned = (zone: unknown = 'UTC'): Zoned => instant().toZonedDateTimeISO(zone);
  edits.replace('Temporal.Now', {
    instant,
    timeZoneId: () => 'UTC',
    zonedDateTimeISO: zoned,
    plainDateISO: (zone?: unknown) => zoned(zone).toPlainDate(),
    plainTimeISO: (zone?: unknown) => zoned(zone).toPlainTime(),
    plainDateTimeISO: (zone?: unknown) => zoned(zone).toPlainDateTime(),
  });
}
