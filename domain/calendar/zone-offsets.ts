import { MS_PER_DAY } from './epoch-day.ts';

/**
 * UTC offsets of time zones, from the zone database that ships with the JavaScript engine, in milliseconds.
 *
 * Asking `Intl` costs microseconds, and decisions ask millions of times, so each zone remembers what holds for each UTC
 * day. A day with a transition remembers the instant at which the offset changes.
 */
interface OffsetsOfDay {
  readonly before: number;
  /** The first instant at which `after` holds; Infinity on a day without a transition. */
  readonly changesAt: number;
  readonly after: number;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly days: Map<number, OffsetsOfDay>;
}

/** Days remembered per zone: a century and more. Beyond that the memory starts over, so that it cannot grow for ever. */
const MOST_DAYS = 50_000;

const zones = new Map<string, Zone>();

/** What has to be added to `instant` (epoch milliseconds) to get local wall time. @throws RangeError for an unknown zone. */
export function offsetAt(instant: number, timeZone: string): number {
  const offsets = offsetsOfDay(Math.floor(instant / MS_PER_DAY), timeZone);
  return instant < offsets.changesAt ? offsets.before : offsets.after;
}

/** The first instant in `from … to` at which the offset is no longer that of `from`; undefined when it does not change. */
export function transitionBetween(from: number, to: number, timeZone: string): number | undefined {
  for (let day = Math.floor(from / MS_PER_DAY); day * MS_PER_DAY <= to; day += 1) {
    const { changesAt } = offsetsOfDay(day, timeZone);
    if (changesAt > from && changesAt <= to) return changesAt;
  }
  return undefined;
}

function offsetsOfDay(day: number, timeZone: string): OffsetsOfDay {
  const zone = zones.get(timeZone) ?? openZone(timeZone);
  let offsets = zone.days.get(day);
  if (offsets === undefined) {
    if (zone.days.size >= MOST_DAYS) zone.days.clear();
    offsets = readOffsets(day, zone.format);
    zone.days.set(day, offsets);
  }
  return offsets;
}

function openZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const zone: Zone = { format, days: new Map() };
  zones.set(timeZone, zone);
  return zone;
}

/** No zone has changed its offset twice in one UTC day (seen over all zones, 1900 to 2040), so comparing its ends will do. */
function readOffsets(day: number, format: Intl.DateTimeFormat): OffsetsOfDay {
  let low = day * MS_PER_DAY;
  let high = low + MS_PER_DAY;
  const before = readOffset(low, format);
  const after = readOffset(high, format);
  if (before === after) return { before, changesAt: Number.POSITIVE_INFINITY, after };
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (readOffset(middle, format) === before) low = middle;
    else high = middle;
  }
  return { before, changesAt: high, after };
}

function readOffset(instant: number, format: Intl.DateTimeFormat): number {
  const fields: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const part of format.formatToParts(instant)) fields[part.type] = Number(part.value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}
