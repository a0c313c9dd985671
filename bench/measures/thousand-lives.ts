import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { withClient } from '../../cli/machine/database.ts';
import type { Db } from '../../db/database.ts';
import { addDays, dayAt } from '../../domain/calendar/day.ts';
import { countHistory } from '../counts/history-counts.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';
import { registerCustomer } from '../scenarios/customer.ts';
import type { Figure } from './figure.ts';
import { MIB, residentBytes } from './resident-memory.ts';
import { median } from './statistics.ts';
import { timed, timedTimes } from './timing.ts';

const LIVES = 1_000;
const AT_ONCE = 16;
const HISTORIES_LOOKED_AT = 50;
/** What was allocated for the last turns is collected by then. */
const PAUSE_MS = 5_000;

/** What a thousand customers with one open invoice each cost, in the worker's memory and on disk. */
export async function measureThousandLives(
  home: BenchInstallation,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const before = { memory: residentBytes(home), disk: await tableBytes(home) };
  const ids: string[] = [];
  const dueOn = addDays(dayAt(Date.now(), 'Europe/Warsaw'), 14);
  const took = await timed(() =>
    timedTimes(LIVES, AT_ONCE, async () => {
      const customer = await registerCustomer(home, null, 'existing');
      await customer.invoice('500.00', dueOn);
      ids.push(customer.id);
      if (ids.length % 200 === 0) say(`${ids.length} of ${LIVES} lives begun`);
    }),
  );
  await sleep(PAUSE_MS);
  const memory = residentBytes(home);
  const disk = await tableBytes(home);
  const histories: number[] = [];
  for (const id of ids.slice(0, HISTORIES_LOOKED_AT)) histories.push((await countHistory(home.client, id)).bytes);
  const lives = `${LIVES} customers with one open invoice each`;
  return [
    { what: 'worker without lives', value: before.memory / MIB, unit: 'MiB', how: 'resident memory of its process' },
    { what: 'worker with 1,000 lives cached', value: memory / MIB, unit: 'MiB', how: lives },
    { what: 'memory per cached life', value: (memory - before.memory) / LIVES / 1_024, unit: 'KiB', how: 'difference' },
    {
      what: 'PostgreSQL per open customer',
      value: (disk - before.disk) / LIVES,
      unit: 'bytes',
      how: 'tables and indexes, vacuumed, registered and invoiced',
    },
    { what: 'Temporal history per open customer', value: median(histories), unit: 'bytes', how: 'median of 50' },
    {
      what: 'customers registered and invoiced',
      value: (LIVES / took) * 1_000,
      unit: '/s',
      how: `two API calls each, ${AT_ONCE} in flight`,
    },
  ];
}

/** Every table with its indexes and what is stored beside it, after a vacuum. */
async function tableBytes({ db, configuration }: BenchInstallation): Promise<number> {
  const { ownerUrl } = configuration.database;
  if (ownerUrl === undefined) throw new Error('the owner of the database is not known');
  await withClient(ownerUrl, (owner) => owner.query('vacuum analyze'));
  return await sizeOfTables(db);
}

async function sizeOfTables(db: Db): Promise<number> {
  const { rows } = await sql<{ bytes: bigint }>`
    select sum(pg_total_relation_size(oid))::bigint as bytes from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(db);
  return Number(rows[0]?.bytes ?? 0n);
}
