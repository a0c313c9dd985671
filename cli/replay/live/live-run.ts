import { z } from 'zod';
import type { Layout } from '../../installation/layout.ts';
import { createProgress } from '../progress.ts';
import type { ReplayPolicy } from '../replay-policy.ts';
import { factName } from '../script/script-fact.ts';
import { createApiClient } from './api-client.ts';
import type { LiveInstallation } from './installation.ts';
import { installPolicy } from './install-policy.ts';
import { type LiveBook, liveBook } from './live-book.ts';
import type { LiveLife } from './live-life.ts';
import { microsoftControl } from './microsoft.ts';
import type { LivedLife } from './read-back.ts';
import { openRun } from './run-folder.ts';
import { peakMemory } from './peak-memory.ts';

/** What a run in an installation came to. */
export interface LiveRun {
  readonly label: string;
  /** By customer; complete unless the run was stopped. */
  readonly lives: ReadonlyMap<string, LivedLife>;
  readonly requests: number;
  readonly seconds: number;
  /** Facts posted by this command: fewer than all when an interrupted run went on. */
  readonly posted: number;
  /** Most resident memory of the worker in MiB; undefined where it cannot be seen. */
  readonly workerPeakMiB: number | undefined;
  /** To be called when the comparison has been made: the same command then begins a new run. */
  over(): void;
}

export interface LiveRunOptions {
  readonly layout: Layout;
  readonly replayDir: string;
  readonly key: string;
  readonly policy: ReplayPolicy;
  readonly atOnce: number;
  readonly restart: boolean;
  readonly mustResume: boolean;
  readonly stop: AbortSignal;
  readonly say: (line: string) => void;
}

/** There is no interrupted run to go on with. */
export class NothingToResume extends Error {
  override readonly name = 'NothingToResume';
}

const seller = z.object({ id: z.string() });
const reconciled = z.object({ failed: z.array(z.object({ why: z.string() })) });
const subscriptions = z.object({
  items: z.array(z.object({ microsoftId: z.string().nullable(), actual: z.string() })),
});

/** Lives a book in an installation, or goes on with a run of it that was interrupted. */
export async function runLive(
  { credentials, microsoftUrl }: LiveInstallation,
  book: LiveBook,
  options: LiveRunOptions,
): Promise<LiveRun> {
  const { say } = options;
  const api = createApiClient(credentials, options.atOnce * 2);
  try {
    const { id: installation } = await api.get('/v1/sellers/default', seller);
    const run = openRun(options.replayDir, options.key, installation, { ...options, wallNow: Date.now() });
    if (options.mustResume && !run.resumed) throw new NothingToResume('there is no interrupted run of this book');
    const { journal, label } = run;
    if (run.resumed) say(`Going on with the interrupted run ${label}.`);
    await installPolicy(api, options.policy, label);
    const before = {
      facts: book.facts.filter((fact) => journal.postedId(factName(fact)) !== undefined).length,
      customers: book.customers.filter(({ name }) => journal.livedLife(name) !== undefined).length,
    };
    const progress = createProgress({
      facts: book.facts.length,
      customers: book.customers.length,
      before,
      write: (text) => process.stdout.write(text),
      isTerminal: process.stdout.isTTY,
    });
    const begun = Date.now();
    const sellers = new Map<number, Promise<string>>();
    let posted = 0;
    const cast = { api, microsoft: microsoftControl(microsoftUrl), policy: options.policy.policy.key };
    await liveBook(cast, book, {
      atOnce: options.atOnce,
      journal,
      stop: options.stop,
      sellerOf(attempt) {
        const known = sellers.get(attempt) ?? makeSeller(attempt);
        sellers.set(attempt, known);
        return known;
      },
      takeOver: async (lives) => void (await Promise.all(lives.map(takeOver))),
      onPosted() {
        posted += 1;
        progress.posted();
      },
      onLived: () => progress.lived(),
      onAgain: (facts) => progress.again(facts),
    }).finally(() => progress.stop());
    const lives = book.customers.flatMap(({ name }): [string, LivedLife][] => {
      const life = journal.livedLife(name);
      return life === undefined ? [] : [[name, life]];
    });
    return {
      label,
      lives: new Map(lives),
      requests: api.calls(),
      seconds: (Date.now() - begun) / 1000,
      posted,
      workerPeakMiB: peakMemory(options.layout, 'worker'),
      over: () => journal.over(),
    };

    /** Invoice numbers are unique per seller, so every run has its own, and so has every life that was begun anew. */
    async function makeSeller(attempt: number): Promise<string> {
      const key = attempt === 1 ? label : `${label}-${attempt}`;
      const body = { key, name: `Replay of a book (${key})`, timeZone: 'Europe/Warsaw' };
      await api.post('finance', '/v1/sellers', `${key}/seller`, body, seller);
      return key;
    }
  } finally {
    await api.close();
  }

  /** What a customer has at Microsoft becomes known to its life. */
  async function takeOver(life: LiveLife): Promise<void> {
    const body = { customer: life.id };
    const { failed } = await api.post('operator', '/v1/reconciliation', `${life.id}/take-over`, body, reconciled);
    const { items: known } = await api.get(`/v1/customers/${life.id}/subscriptions`, subscriptions);
    const running = known.filter((one) => one.actual === 'active').map((one) => one.microsoftId);
    const wanted = Object.values(life.subscriptions);
    if (wanted.every((id) => running.includes(id))) return;
    const why = failed.map((one) => one.why).join(', ') || `it knows ${known.length} of ${wanted.length}`;
    throw new Error(`the subscriptions of ${life.customer.name} were not taken over: ${why}`);
  }
}
