const DAY_S = 86_400;
/** Days of 400 years, after which the calendar repeats. */
const ERA_DAYS = 146_097;

/**
 * A moment as '2026-11-22T09:05:00Z'.
 * @param epochS whole seconds since 1970, ≥ 0
 */
export function rfc3339(epochS: number): string {
  const { year, month, day } = civilDate(Math.floor(epochS / DAY_S));
  const second = epochS % DAY_S;
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return `${year}-${two(month)}-${two(day)}T${clock.map(two).join(':')}Z`;
}

/** Days since 1970 as a date. Years are counted from March, so that the leap day is the last of its year. */
function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468; // days from 0000-03-01 to 1970-01-01
  const era = Math.floor(shifted / ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const leaps =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / (ERA_DAYS - 1));
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

const two = (whole: number): string => String(whole).padStart(2, '0');
