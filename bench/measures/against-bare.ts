import type { BenchInstallation } from '../installation/open-installation.ts';
import { openBare } from './bare-subject.ts';
import { lifeSubject } from './life-subject.ts';
import { median, percentile } from './statistics.ts';
import type { Subject } from './subject.ts';
import { timed, timedEach } from './timing.ts';

/** One figure of Tenure beside the same figure of bare Temporal. */
export interface Compared {
  readonly what: string;
  readonly unit: string;
  readonly tenure: number;
  readonly bare: number;
  /** Tenure's by the bare one's. */
  readonly ratio: number;
}

const ROUNDS = 3;
const STARTS = 192;
const STARTS_IN_FLIGHT = 64;
const ALONE = 60;
const UNDER_LOAD = 384;
const UPDATES_IN_FLIGHT = 32;

interface Samples {
  readonly startsPerSecond: number[];
  readonly alone: number[];
  readonly underLoad: number[];
  readonly updatesPerSecond: number[];
}

/**
 * Both are measured in turns, round by round, so that a busy minute of the machine does not count for one of them only.
 * The first round's update alone warms up what is measured after it, as in a system that has run for a while.
 */
export async function compareWithBare(
  home: BenchInstallation,
  say: (line: string) => void,
): Promise<readonly Compared[]> {
  const bare = await openBare(home);
  try {
    const subjects = { bare, tenure: await lifeSubject(home) };
    const samples = { bare: empty(), tenure: empty() };
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const name of ['bare', 'tenure'] as const) {
        say(`round ${round} of ${ROUNDS}: ${name}`);
        await measure(subjects[name], samples[name]);
      }
    }
    return compared(samples.tenure, samples.bare);
  } finally {
    await bare.close();
  }
}

function empty(): Samples {
  return { startsPerSecond: [], alone: [], underLoad: [], updatesPerSecond: [] };
}

async function measure(subject: Subject, into: Samples): Promise<void> {
  const ids = await subject.prepareStarts(STARTS);
  const started = await timed(() => timedEach(ids, STARTS_IN_FLIGHT, (id) => subject.start(id)));
  into.startsPerSecond.push((ids.length / started) * 1_000);

  const few = ids.slice(0, ALONE);
  await subject.prepareUpdates(few);
  into.alone.push(...(await timedEach(few, 1, (id) => subject.update(id))));

  for (let done = 0; done < UNDER_LOAD; done += ids.length) {
    await subject.prepareUpdates(ids);
    const took = await timed(async () => {
      into.underLoad.push(...(await timedEach(ids, UPDATES_IN_FLIGHT, (id) => subject.update(id))));
    });
    into.updatesPerSecond.push((ids.length / took) * 1_000);
  }
}

function compared(tenure: Samples, bare: Samples): readonly Compared[] {
  const row = (what: string, unit: string, of: (samples: Samples) => number): Compared => {
    const [mine, its] = [of(tenure), of(bare)];
    return { what, unit, tenure: mine, bare: its, ratio: mine / its };
  };
  const many = `${UPDATES_IN_FLIGHT} in flight`;
  return [
    row('update, alone, p50', 'ms', ({ alone }) => percentile(alone, 0.5)),
    row('update, alone, p99', 'ms', ({ alone }) => percentile(alone, 0.99)),
    row(`update, ${many}, p50`, 'ms', ({ underLoad }) => percentile(underLoad, 0.5)),
    row(`update, ${many}, p99`, 'ms', ({ underLoad }) => percentile(underLoad, 0.99)),
    row(`updates, ${many}`, '/s', ({ updatesPerSecond }) => median(updatesPerSecond)),
    row(`starts, ${STARTS_IN_FLIGHT} in flight`, '/s', ({ startsPerSecond }) => median(startsPerSecond)),
  ];
}
