import type { Round } from '../../contracts/round-activities.ts';
import { moveBookIn } from '../daily-round/book.ts';
import { callsSince } from '../daily-round/calls.ts';
import { walkRound, type Walked } from '../daily-round/walk-round.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';
import { MIB, residentBytes } from './resident-memory.ts';
import type { Figure } from './figure.ts';

const CUSTOMERS = 10_000;
const ROUNDS: readonly Round[] = ['usage', 'activity', 'registration'];
/** Those that grow with the book; of test events Microsoft allows two a minute (contract §11.1). */
const OVER_THE_BOOK: readonly Round[] = ['usage', 'activity'];
/** The first of them fills what is kept of each tenant (tokens); from then on a day must leave nothing behind. */
const QUIET_DAYS = 3;
/** What a process may have more on the last quiet day than on the first: a collector's mood, and far less than a KiB a customer and day. */
const FLAT_WITHIN_MIB = 64;
const SAMPLE_EVERY_MS = 250;

/**
 * A day's rounds over ten thousand customers at Microsoft's published rates: on the first day nothing is known
 * yet of anybody, on the quiet days that follow nothing has happened.
 *
 * @throws Error when Microsoft had to throttle us, when the life of a customer took a turn or a run although nothing happened, or
 * when the worker's memory grows from one quiet day to the next
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
  const day = async (name: string, rounds = ROUNDS): Promise<readonly Figure[]> => {
    const ofDay: Figure[] = [];
    for (const round of rounds) {
      const walked = await walkRound(ground, round, upTo);
      ({ upTo } = walked.calls);
      say(`${round}, ${name}: ${Math.round(walked.ms / 1_000)} s, ${walked.calls.count} calls`);
      insist(walked);
      ofDay.push(...figuresOf(walked, name));
    }
    say(`the worker had at most ${Math.round(memory.endDay() / MIB)} MiB`);
    return ofDay;
  };
  try {
    figures.push(...(await day('the first day')), ...(await day('a quiet day')));
    for (let quiet = 2; quiet <= QUIET_DAYS; quiet += 1) await day(`quiet day ${quiet}`, OVER_THE_BOOK);
    return [...figures, ...memory.figures()];
  } finally {
    memory.end();
  }
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

function insist({ round, calls, turns, runs }: Walked): void {
  if (calls.throttled > 0) throw new Error(`round ${round}: Microsoft answered 429 to ${calls.throttled} calls`);
  if (turns > 0) throw new Error(`round ${round}: lives took ${turns} turns although nothing happened to them`);
  if (runs > 0) throw new Error(`round ${round}: ${runs} runs of lives were started although nothing happened to them`);
}

/** Resident memory of the worker's process while rounds are walked, at most of each day. */
function watchMemory(home: BenchInstallation): { endDay(): number; figures(): readonly Figure[]; end(): void } {
  const before = residentBytes(home);
  const days: number[] = [];
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, residentBytes(home));
  }, SAMPLE_EVERY_MS);
  return {
    endDay() {
      const ofDay = most;
      days.push(ofDay);
      most = residentBytes(home);
      return ofDay;
    },
    end: () => clearInterval(timer),
    figures() {
      const grown = (days.at(-1) ?? 0) - (days[1] ?? 0);
      if (grown > FLAT_WITHIN_MIB * MIB)
        throw new Error(`the worker had ${Math.round(grown / MIB)} MiB more on the last quiet day than on the first`);
      const how = 'resident memory of its process';
      return [
        { what: 'worker before the rounds', value: before / MIB, unit: 'MiB', how },
        { what: 'worker during the rounds, at most', value: Math.max(...days) / MIB, unit: 'MiB', how },
        {
          what: `worker, quiet day ${QUIET_DAYS} less the first`,
          value: grown / MIB,
          unit: 'MiB',
          how: `at most of each day; ${FLAT_WITHIN_MIB} MiB fail`,
        },
      ];
    },
  };
}
