import type { Round } from '../../contracts/round-activities.ts';
import { moveBookIn } from '../daily-round/book.ts';
import { callsSince } from '../daily-round/calls.ts';
import { walkRound, type Walked } from '../daily-round/walk-round.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';
import { MIB, residentBytes } from './resident-memory.ts';
import type { Figure } from './figure.ts';

const CUSTOMERS = 10_000;
const ROUNDS: readonly Round[] = ['usage', 'activity', 'registration'];
const SAMPLE_EVERY_MS = 250;

/**
 * A day's rounds over ten thousand customers at Microsoft's published rates: on the first day nothing is known
 * yet of anybody, on the second nothing has happened.
 *
 * @throws Error when Microsoft had to throttle us, or when the life of a customer took a turn although nothing happened
 */
export async function measureDailyRound(
  home: BenchInstallation,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const microsoftUrl = home.configuration.partnerCenter.url;
  const ground = { db: home.db, client: home.client, taskQueue: home.configuration.temporal.taskQueue, microsoftUrl };
  await moveBookIn(ground, CUSTOMERS, say);
  const memory = watchMemory(home);
  const figures: Figure[] = [];
  let { upTo } = await callsSince(microsoftUrl, 0);
  for (const day of ['the first day', 'a quiet day']) {
    for (const round of ROUNDS) {
      const walked = await walkRound(ground, round, upTo);
      ({ upTo } = walked.calls);
      say(`${round}, ${day}: ${Math.round(walked.ms / 1_000)} s, ${walked.calls.count} calls`);
      insist(walked);
      figures.push(...figuresOf(walked, day));
    }
  }
  return [...figures, ...memory.end()];
}

function figuresOf({ round, report, ms, calls }: Walked, day: string): readonly Figure[] {
  const how = `${CUSTOMERS.toLocaleString('en-US')} customers, ${day}: ${report.looked} looked at, 0 turns of lives`;
  return [
    { what: `round ${round}, ${day}`, value: ms / 1_000, unit: 's', how },
    {
      what: `round ${round}, ${day}: calls to Microsoft`,
      value: calls.count,
      unit: 'calls',
      how: `none throttled; ${calls.mostOfOneTenant} of the busiest tenant`,
    },
  ];
}

function insist({ round, calls, turns }: Walked): void {
  if (calls.throttled > 0) throw new Error(`round ${round}: Microsoft answered 429 to ${calls.throttled} calls`);
  if (turns > 0) throw new Error(`round ${round}: lives took ${turns} turns although nothing happened to them`);
}

/** Resident memory of the worker's process, while rounds are walked. */
function watchMemory(home: BenchInstallation): { end(): readonly Figure[] } {
  const before = residentBytes(home);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, residentBytes(home));
  }, SAMPLE_EVERY_MS);
  return {
    end() {
      clearInterval(timer);
      const how = 'resident memory of its process';
      return [
        { what: 'worker before the rounds', value: before / MIB, unit: 'MiB', how },
        { what: 'worker during the rounds, at most', value: most / MIB, unit: 'MiB', how },
      ];
    },
  };
}
