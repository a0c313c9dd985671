import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOfCustomer } from '../../../cli/day/script/script-event.ts';
import { writeScript } from '../../../cli/day/script/write-script.ts';

const sizes = fc.record({
  customers: fc.integer({ min: 10, max: 80 }),
  events: fc.integer({ min: 40, max: 400 }),
  seed: fc.nat(),
});
const KINDS = [
  'accessAsked',
  'accessTokensExpire',
  'alert',
  'clockAhead',
  'consentGiven',
  'consentRevoked',
  'customerReactivates',
  'customerReenablesAzure',
  'graphAway',
  'graphBack',
  'invoice',
  'microsoftLifts',
  'microsoftSuspends',
  'mishap',
  'noticeMailed',
  'payment',
  'phoneCall',
  'pushRepeated',
  'throttling',
  'usage',
  'usageRestated',
  'workerKilled',
];

describe('the script of a day', () => {
  it('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        expect(writeScript(size)).toEqual(writeScript(size));
        expect(writeScript(size).events).not.toEqual(writeScript({ ...size, seed: size.seed + 1 }).events);
      }),
      { numRuns: 30 },
    );
  });

  it('has as many events as were wanted, in order, all of them before the night', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { events, cast } = writeScript(size);
        expect([events.length, cast.length]).toEqual([size.events, size.customers]);
        const minutes = events.map(({ at }) => at);
        expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
        expect(Math.min(...minutes)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...minutes)).toBeLessThan(20 * 60);
      }),
    );
  });

  it('lets only that happen to a customer which can, and never takes both ways of an alert at once', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { events, cast } = writeScript(size);
        for (const event of events.filter(isOfCustomer)) {
          const role = cast[event.customer];
          if (['usage', 'usageRestated', 'alert', 'accessAsked', 'customerReenablesAzure'].includes(event.kind))
            expect(role).toBe('azure');
          if (event.kind === 'customerReactivates') expect(role).toBe('debtor');
          if (event.kind === 'microsoftSuspends' || event.kind === 'noticeMailed') expect(role).toBe('licences');
        }
        const at = (kind: string) => events.find((event) => event.kind === kind)?.at ?? Number.NaN;
        expect(at('graphBack')).toBeLessThan(at('consentRevoked'));
      }),
    );
  });

  it('has everything that the day is to show, in its full size and in the slice that CI lives', () => {
    for (const size of [
      { customers: 50, events: 300 },
      { customers: 20, events: 120 },
    ])
      for (let seed = 1; seed <= 20; seed += 1) {
        const { events } = writeScript({ ...size, seed });
        expect([...new Set(events.map(({ kind }) => kind))].toSorted(), `seed ${seed}`).toEqual(KINDS);
      }
  });
});
