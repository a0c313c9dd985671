import { describe, expect, it } from 'vitest';
import { median, percentile } from '../../bench/measures/statistics.ts';
import { timedEach } from '../../bench/measures/timing.ts';
import { withSection } from '../../bench/report/document-section.ts';
import { countRow } from '../../bench/report/report.ts';
import type { Scenario } from '../../bench/scenarios/scenario.ts';

const scenario: Scenario = {
  name: 'a story',
  story: 'something happens',
  limit: { events: 60, transitions: 18 },
  live: () => Promise.reject(new Error('not lived')),
};
const counts = (events: number, transitions: number) => ({
  events,
  transitions,
  clock: { events: 0, transitions: 0 },
  bytes: 1_024,
  disturbances: 0,
});

describe('the report of the benchmark', () => {
  it('says that a limit is kept only when events and transitions keep it', () => {
    const kept = (events: number, transitions: number) =>
      countRow({ scenario, counts: counts(events, transitions) }).kept;
    expect([kept(60, 18), kept(61, 18), kept(60, 19)]).toEqual([true, false, false]);
    expect(countRow({ scenario, counts: counts(60, 18) }).aim).toEqual({ events: 30, transitions: 9 });
  });

  it('takes the place of the last one in the document and leaves the other sections alone', () => {
    const document = '# Measured\n\nA machine.\n\n## Bench\n\nold\n\n## Replay\n\n4 minutes\n';
    const once = withSection(document, 'Bench', 'new');
    expect(once).toBe('# Measured\n\nA machine.\n\n## Bench\n\nnew\n\n## Replay\n\n4 minutes\n');
    expect(withSection(once, 'Bench', 'new')).toBe(once);
  });

  it('is put at the end of a document that has no such section, and begins one that is empty', () => {
    expect(withSection('# Measured\n\n## Replay\n\nx\n', 'Bench', 'new')).toBe(
      '# Measured\n\n## Replay\n\nx\n\n## Bench\n\nnew\n',
    );
    expect(withSection('', 'Bench', 'new')).toBe('# Measured\n\n## Bench\n\nnew\n');
  });
});

describe('its statistics', () => {
  it('a percentile is a value that was measured', () => {
    const samples = [5, 1, 4, 2, 3];
    expect([median(samples), percentile(samples, 0.99), percentile(samples, 0)]).toEqual([3, 5, 1]);
    expect(() => median([])).toThrow('no samples');
  });

  it('work in flight is never more than asked for, and every item is done once', async () => {
    let inFlight = 0;
    let most = 0;
    const done: number[] = [];
    const took = await timedEach([...Array(20).keys()], 4, async (item) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 1));
      done.push(item);
      inFlight -= 1;
    });
    expect(most).toBe(4);
    expect(took).toHaveLength(20);
    expect(done.toSorted((a, b) => a - b)).toEqual([...Array(20).keys()]);
  });
});
