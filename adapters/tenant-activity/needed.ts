import type { Instant } from '../../domain/calendar/day.ts';
import { toInstantText } from '../partner-center/dates.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asText, field, type JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';

/** Without it a record cannot be kept; to skip it would be a hole that nobody sees. @throws PartnerCenterError */
export function needed(value: string | null, type: string, name: string): string {
  if (value === null) throw new PartnerCenterError(meaningOf(500, null), { code: `${type}_without_${name}` });
  return value;
}

export function instantIn(record: JsonValue, type: string, name: string): Instant {
  return Date.parse(needed(toInstantText(asText(field(record, name))), type, name));
}
