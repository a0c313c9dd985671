import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countScenario } from '../../bench/counts/count-scenarios.ts';
import type { HistoryCounts } from '../../bench/counts/history-counts.ts';
import { type BenchInstallation, openInstallation } from '../../bench/installation/open-installation.ts';
import { customerYear } from '../../bench/scenarios/customer-year.ts';
import { dunningCycle } from '../../bench/scenarios/dunning-cycle.ts';
import { onboarding } from '../../bench/scenarios/onboarding.ts';
import { paidOnTime } from '../../bench/scenarios/paid-on-time.ts';
import { quietMonth } from '../../bench/scenarios/quiet-month.ts';
import type { Scenario } from '../../bench/scenarios/scenario.ts';

type Cost = Pick<HistoryCounts, 'events' | 'transitions'>;

const MINUTE = 60_000;
/** Runs on the live clock continue as new after thirty days. */
const RENEWALS_A_YEAR = 12;

describe('what a life costs in Temporal, in an installation as npm start makes it', () => {
  let home: BenchInstallation;
  const cost = async (scenario: Scenario): Promise<Cost> => {
    const { counts } = await countScenario(home, scenario);
    return { events: counts.events, transitions: counts.transitions };
  };
  const expectWithin = (spent: Cost, limit: Cost) => {
    expect(spent.events, `events of ${JSON.stringify(spent)}`).toBeLessThanOrEqual(limit.events);
    expect(spent.transitions, `transitions of ${JSON.stringify(spent)}`).toBeLessThanOrEqual(limit.transitions);
    // A story in which nothing was written would be within every limit.
    expect(spent.transitions).toBeGreaterThan(0);
  };

  beforeAll(async () => {
    home = await openInstallation(() => undefined);
  }, 3 * MINUTE);
  afterAll(async () => await home.close(), MINUTE);

  it(
    'an onboarding: 5 commands, 1 request mail, 1 settlement',
    async () => {
      expectWithin(await cost(onboarding), { events: 60, transitions: 18 });
    },
    MINUTE,
  );

  it(
    'a month with one invoice paid on time',
    async () => {
      expectWithin(await cost(paidOnTime), { events: 20, transitions: 6 });
    },
    MINUTE,
  );

  it(
    'a dunning cycle: 4 notices, 1 subscription stopped and restored, payment',
    async () => {
      expectWithin(await cost(dunningCycle), { events: 90, transitions: 44 });
    },
    MINUTE,
  );

  it(
    'a customer-year with one such cycle, also with the renewals that a run on the live clock has',
    async () => {
      const year = await cost(customerYear);
      const renewal = await cost(quietMonth);
      expectWithin(
        {
          events: year.events + RENEWALS_A_YEAR * renewal.events,
          transitions: year.transitions + RENEWALS_A_YEAR * renewal.transitions,
        },
        { events: 400, transitions: 140 },
      );
    },
    3 * MINUTE,
  );

  it(
    'a story costs the same each time; only a machine that stalls can add a turn',
    async () => {
      const costs: Cost[] = [];
      const dearness = ({ events, transitions }: Cost): number => events * 1_000 + transitions;
      const least = (): number => Math.min(...costs.map(dearness));
      const alike = (): readonly Cost[] => costs.filter((one) => dearness(one) === least());
      // Undisturbed, the first two are alike; one that a stall made dearer is told again.
      while (alike().length < 2 && costs.length < 8) costs.push(await cost(dunningCycle));
      expect(alike(), JSON.stringify(costs)).toHaveLength(2);
    },
    2 * MINUTE,
  );
});
