import type { Instant } from '../../../domain/calendar/day.ts';
import type { ReplayCustomer } from '../replay-customer.ts';
import { factsAt, lifeEndsAt, lifeStartsAt } from '../replay-time.ts';
import type { Span } from '../script/book-script.ts';
import { concerns, factName, type ScriptFact } from '../script/script-fact.ts';
import { type Unit, unitsOf } from '../script/units.ts';
import { beginLife, type Cast, type LiveLife, resumeLife } from './live-life.ts';
import { postLive } from './post-live.ts';
import { readBack } from './read-back.ts';
import type { RunJournal } from './run-journal.ts';

export interface LiveBook {
  readonly customers: readonly ReplayCustomer[];
  readonly facts: readonly ScriptFact[];
  readonly span: Span;
}

export interface LiveBookOptions {
  /** Lives in flight at the same time. */
  readonly atOnce: number;
  readonly journal: RunJournal;
  /** Makes the seller of an attempt, and answers its key. */
  readonly sellerOf: (attempt: number) => Promise<string>;
  /** Takes over at the API what these customers have at Microsoft. */
  readonly takeOver: (lives: readonly LiveLife[]) => Promise<void>;
  readonly onPosted: (fact: ScriptFact) => void;
  readonly onLived: (customer: string) => void;
  /** So many facts were posted for nothing: their lives begin anew. */
  readonly onAgain: (facts: number) => void;
  /** Aborted when the run is to stop; what is under way is ended first. */
  readonly stop: AbortSignal;
}

/**
 * Lives a whole script in a running installation; what every life came to is in the journal afterwards, also of lives
 * that an interrupted run has lived before. Ends early when it is stopped.
 */
export async function liveBook(cast: Cast, book: LiveBook, options: LiveBookOptions): Promise<void> {
  const { journal } = options;
  const customers = new Map(book.customers.map((customer) => [customer.name, customer]));
  const lives = new Map<string, LiveLife>();
  // The longest first, so that no long one is left alone at the end.
  const waiting = unitsOf([...customers.keys()], book.facts).toSorted((a, b) => b.facts.length - a.facts.length);
  const broken = new AbortController();
  const stop = AbortSignal.any([options.stop, broken.signal]);
  const liveNext = async (): Promise<void> => {
    for (let unit = waiting.shift(); unit !== undefined && !stop.aborted; unit = waiting.shift()) await liveUnit(unit);
  };
  // One life that cannot go on ends the run, but not before the others have come to where they can be continued.
  const ended = await Promise.allSettled(
    Array.from({ length: options.atOnce }, () =>
      liveNext().catch((error: unknown) => {
        broken.abort();
        throw error;
      }),
    ),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason;

  async function liveUnit(unit: Unit): Promise<void> {
    if (unit.customers.every((name) => journal.livedLife(name) !== undefined)) return;
    const toLive = unit.facts.filter((fact) => journal.postedId(factName(fact)) === undefined);
    if (await hasDriftedPast(unit, toLive[0])) {
      journal.beginAgain(unit.customers, unit.facts.map(factName));
      options.onAgain(unit.facts.length - toLive.length);
      return await liveUnit(unit);
    }
    await begin(unit);
    for (const fact of toLive) {
      if (stop.aborted) return;
      await advanceAll(concerns(fact), (customer) => factsAt(fact.day, customer.timeZone));
      const seller = await options.sellerOf(journal.attempt(fact.customer));
      const id = await postLive(cast.api, seller, lifeOf(fact.customer), fact, idOf);
      journal.posted(factName(fact), id);
      options.onPosted(fact);
    }
    await advanceAll(unit.customers, (customer) => lifeEndsAt(book.span.to, customer.timeZone));
    for (const name of unit.customers) {
      journal.lived(name, await readBack(cast.api, cast.microsoft, lifeOf(name), book.span.to));
      options.onLived(name);
    }
  }

  /** Finds the unit's lives again, or begins them. */
  async function begin(unit: Unit): Promise<void> {
    const begun: LiveLife[] = [];
    for (const name of unit.customers) {
      const customer = customerOf(name);
      const seller = await options.sellerOf(journal.attempt(name));
      const id = journal.customerId(name);
      if (id !== undefined) {
        if (!lives.has(name)) lives.set(name, await resumeLife(cast, seller, customer, id));
        continue;
      }
      const life = await beginLife(cast, seller, customer, lifeStartsAt(book.span.from, customer.timeZone));
      lives.set(name, life);
      begun.push(life);
    }
    if (begun.length === 0) return;
    await options.takeOver(begun);
    for (const life of begun) journal.created(life.customer.name, life.id);
  }

  /**
   * A test clock runs on with the wall clock. A run that was interrupted for longer than the days until the next fact
   * would post it too late, so such lives are begun anew.
   */
  async function hasDriftedPast(unit: Unit, next: ScriptFact | undefined): Promise<boolean> {
    const begun = unit.customers.filter((name) => journal.customerId(name) !== undefined);
    if (begun.length === 0) return false;
    if (begun.length < unit.customers.length) return true;
    await begin(unit);
    return unit.customers.some((name) => {
      const { timeZone } = customerOf(name);
      const latest: Instant =
        next === undefined ? lifeEndsAt(book.span.to, timeZone) : factsAt(next.day, timeZone) + POSTING_MS;
      return lifeOf(name).now() > latest;
    });
  }

  async function advanceAll(names: readonly string[], to: (customer: ReplayCustomer) => Instant): Promise<void> {
    for (const name of names) {
      const life = lifeOf(name);
      await life.advance(to(life.customer));
    }
  }

  function idOf(fact: string): string {
    const id = journal.postedId(fact);
    if (id === undefined) throw new Error(`${fact} is needed and has not been posted`);
    return id;
  }

  function customerOf(name: string): ReplayCustomer {
    const customer = customers.get(name);
    if (customer === undefined) throw new Error(`no customer ${name} in the book`);
    return customer;
  }

  function lifeOf(name: string): LiveLife {
    const life = lives.get(name);
    if (life === undefined) throw new Error(`the life of ${name} has not begun`);
    return life;
  }
}

/** How long after 07:00 a day's facts may still be posted: before anything is done on that day, at 08:00. */
const POSTING_MS = 50 * 60_000;
