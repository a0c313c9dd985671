/**
 * Partner Center's dates (contract section 2.2): mostly ISO 8601 in UTC, some without a zone, some with an offset, with
 * up to seven decimals; `0001-01-01…` means "no value".
 */
const shape = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(?:\.(\d+))?)?\s*(Z|[+-]\d{2}:\d{2})?$/i;

/** RFC 3339 in UTC with Z and milliseconds; null for no value or a text that is no date. A missing zone is UTC. */
export function toInstantText(text: string | null): string | null {
  const parts = text === null ? null : shape.exec(text);
  if (!parts || text === null || text.startsWith('0001-')) return null;
  const [, day, time = '00:00', decimals = '', zone = 'Z'] = parts;
  const clock = time.length === 5 ? `${time}:00` : time;
  const milliseconds = Date.parse(`${day}T${clock}.${decimals.slice(0, 3).padEnd(3, '0')}${zone.toUpperCase()}`);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

/** The calendar day in UTC, `2026-11-22`; the far future of what never ends stays `9999-12-31`. */
export function toDayText(text: string | null): string | null {
  return toInstantText(text)?.slice(0, 10) ?? null;
}
