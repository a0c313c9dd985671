import { expect, test } from 'vitest';
import { toDayText, toInstantText } from '../../../adapters/partner-center/dates.ts';

test.each([
  ['2026-11-22T08:30:00Z', '2026-11-22T08:30:00.000Z'],
  ['2026-11-22T08:30:00.1234567Z', '2026-11-22T08:30:00.123Z'],
  ['2026-11-22T08:30:00.5', '2026-11-22T08:30:00.500Z'],
  ['2026-11-22T08:30:00', '2026-11-22T08:30:00.000Z'],
  ['2026-11-22T08:30:00+01:00', '2026-11-22T07:30:00.000Z'],
  ['2026-11-22', '2026-11-22T00:00:00.000Z'],
  ['9999-12-31T23:59:59.9970000', '9999-12-31T23:59:59.997Z'],
])('the date %s is the instant %s', (text, instant) => {
  expect(toInstantText(text)).toBe(instant);
  expect(toDayText(text)).toBe(instant.slice(0, 10));
});

test.each([null, '', '0001-01-01T00:00:00', 'soon', '2026-13-40T00:00:00Z'])('%j is no date', (text) => {
  expect(toInstantText(text)).toBeNull();
  expect(toDayText(text)).toBeNull();
});
