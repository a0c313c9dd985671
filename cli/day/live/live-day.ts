import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { isOfCustomer, type Script, type ScriptEvent } from '../script/script-event.ts';
import { createAnalyst } from './analyst.ts';
import { befall } from './befall.ts';
import { type Citizen, compare, moveIn } from './citizen.ts';
import { clockOf, instantOf, MINUTES_OF_THE_DAY } from './day-time.ts';
import { happen } from './happen.ts';
import type { Home } from './home.ts';
import { inParallel } from './in-parallel.ts';
import type { Outcome } from './outcome.ts';

/** A day as it was lived. */
export interface LivedDay {
  readonly citizens: readonly Citizen[];
  readonly outcomes: readonly { readonly event: ScriptEvent; readonly outcome: Outcome }[];
  readonly seconds: number;
}

/** The analyst looks this often, well inside half an hour; by night there is less to do. */
const LOOK_EVERY = 20;
/** Everybody comes along this often; who has an event or a case does so anyway. */
const TOGETHER_EVERY = 120;
const USAGE_EVERY = 240;
/** The daily look at everybody's subscriptions. */
const COMPARED_AT = 1_380;
const AT_ONCE = 12;

/** Lives the script through, slice by slice of the day. */
export async function liveDay(
  home: Home,
  { cast, events, late }: Script,
  seed: number,
  say: (line: string) => void,
): Promise<LivedDay> {
  const citizens: Citizen[] = [];
  await untilHeard(home);
  await inParallel(cast.entries(), AT_ONCE, async ([place, role]) => {
    citizens[place] = await moveIn(home, place, role);
  });
  say(`${cast.length} customers have moved in`);
  const begun = Date.now();
  const analyst = createAnalyst(home, { seed, late, citizens: new Map(citizens.map((one) => [one.id, one])) });
  const outcomes: { event: ScriptEvent; outcome: Outcome }[] = [];
  let busy: ReadonlySet<string> = new Set();

  for (let from = 0; from < MINUTES_OF_THE_DAY; from += LOOK_EVERY) {
    const to = from + LOOK_EVERY;
    const now = events.filter((event) => event.at >= from && event.at < to);
    const isHour = to % TOGETHER_EVERY === 0 || to === COMPARED_AT;
    if (now.length === 0 && busy.size === 0 && !isHour) continue;
    for (const batch of batchesOf(now)) outcomes.push(...(await play(home, citizens, batch)));
    const along = to % TOGETHER_EVERY === 0 ? citizens : citizens.filter(({ id }) => busy.has(id));
    await inParallel(along, AT_ONCE, (citizen) => citizen.advance(instantOf(to)));
    await untilPushed(home);
    await home.round('alerts');
    await home.round('mailbox');
    if (to % USAGE_EVERY === 0) await home.round('usage');
    // The rounds leave test clocks to whoever moves them.
    if (to === COMPARED_AT) await inParallel(citizens, AT_ONCE, (citizen) => compare(home.api, citizen));
    busy = await analyst.look();
    if (to % TOGETHER_EVERY === 0)
      say(`${clockOf(to)}: ${outcomes.length} of ${events.length} events, ${busy.size} customers with an open case`);
  }
  await untilSettled(home);
  return { citizens, outcomes, seconds: (Date.now() - begun) / 1000 };
}

/** What happens to everybody happens alone, what happens to single customers side by side. */
function batchesOf(events: readonly ScriptEvent[]): readonly (readonly ScriptEvent[])[] {
  const batches: ScriptEvent[][] = [];
  for (const event of events) {
    const last = batches.at(-1);
    const [first] = last ?? [];
    if (last !== undefined && first !== undefined && isOfCustomer(first) && isOfCustomer(event)) last.push(event);
    else batches.push([event]);
  }
  return batches;
}

async function play(home: Home, citizens: readonly Citizen[], batch: readonly ScriptEvent[]) {
  const played: { event: ScriptEvent; outcome: Outcome }[] = [];
  const byCustomer = Map.groupBy(batch, (event) => (isOfCustomer(event) ? event.customer : -1));
  await inParallel(byCustomer.values(), AT_ONCE, async (own) => {
    for (const event of own) {
      if (!isOfCustomer(event)) {
        await befall(home, event);
        played.push({ event, outcome: 'happened' });
        continue;
      }
      const citizen = citizens[event.customer];
      if (citizen === undefined) throw new Error(`nobody lives in place ${event.customer}`);
      played.push({ event, outcome: await happen(home, citizen, event) });
    }
  });
  return played;
}

/** Until Microsoft knows where its events go. */
async function untilHeard({ microsoft }: Home): Promise<void> {
  const heard = z.object({ items: z.array(z.object({ type: z.string(), state: z.string() })) });
  for (const giveUpAt = Date.now() + 60_000; Date.now() < giveUpAt; await sleep(200)) {
    const { items } = await microsoft.read('/control/deliveries', heard);
    if (items.some(({ type, state }) => type === 'test-created' && state === 'delivered')) return;
  }
  throw new Error("Microsoft's events do not arrive");
}

/** Until what is on its way has arrived, as far as it will soon. */
async function untilPushed({ microsoft }: Home): Promise<void> {
  const soon = z.object({ items: z.array(z.object({ state: z.string(), dueAt: z.string() })) });
  for (const giveUpAt = Date.now() + 5_000; Date.now() < giveUpAt; await sleep(50)) {
    const { items } = await microsoft.read('/control/deliveries', soon);
    if (!items.some(({ state, dueAt }) => state === 'pending' && Date.parse(dueAt) < Date.now() + 1_000)) return;
  }
}

/** Until nothing that was decided is under way any more. What is stuck for good, the judge finds. */
async function untilSettled({ db }: Home): Promise<void> {
  for (const giveUpAt = Date.now() + 60_000; Date.now() < giveUpAt; await sleep(250)) {
    const { rows } = await sql<{ open: boolean }>`select
      exists (select from effect where state in ('decided', 'sending'))
      or exists (select from customer where fact_version > least(assessed_version, delivered_version))
      or exists (select from security_case where last_seq > delivered_seq)
      or exists (select from access_grant where closed_at is null)
      or exists (select from security_case where verdict is not null and closed_at is null) as open`.execute(db);
    if (rows[0]?.open === false) return;
  }
}
