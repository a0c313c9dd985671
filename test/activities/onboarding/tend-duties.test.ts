import { readFile } from 'node:fs/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { tendDuties } from '../../../activities/onboarding/tend-duties.ts';
import type { PartnerConnection } from '../../../adapters/partner-center/connection.ts';
import { createPartnerOnboarding } from '../../../adapters/partner-onboarding/create-partner-onboarding.ts';
import { createPartnerUsage } from '../../../adapters/partner-usage/create-partner-usage.ts';
import type { RoundReport } from '../../../contracts/round-activities.ts';
import { dutiesOf, dutyStatement } from '../../../db/microsoft-duties.ts';
import { inTurn } from '../../../db/statement.ts';
import type { DutyKind } from '../../../domain/onboarding/duty.ts';
import { aCustomer, anId, WALL } from '../../db/support.ts';
import { microsoftGround } from '../support/microsoft-ground.ts';

const ground = await microsoftGround();

/** The round, with what it warned of. */
const round = async (connection: PartnerConnection = ground.connection, wall = WALL) => {
  const warned: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void warned.push(JSON.parse(line).duty) });
  const deps = {
    db: ground.db,
    partnerOnboarding: createPartnerOnboarding(connection),
    partnerUsage: createPartnerUsage(connection),
    wallNow: () => wall,
    newId: anId,
    log,
  };
  const report: RoundReport = await new MockActivityEnvironment().run(() => tendDuties(deps));
  return { ...report, warned };
};
/** A customer with a tenant for whom this is owed. */
const owing = async (...kinds: readonly DutyKind[]) => {
  const tenant = ground.microsoft.newTenant();
  const customer = await aCustomer(ground.db, { tenant });
  const statements = kinds.map((kind) => dutyStatement(customer, kind, {}, WALL));
  await ground.db.transaction().execute((trx) => inTurn(trx, statements));
  return { customer, tenant };
};
const duties = async (customer: string) =>
  (await dutiesOf(ground.db, customer)).map(({ kind, state }) => `${kind} ${state}`);
const close = (customer: string) =>
  ground.db.updateTable('customer').set({ phase: 'closed' }).where('id', '=', customer).execute();
const withdrawn = async (tenant: string) =>
  (await ground.microsoft.requests(tenant)).filter(({ method }) => method === 'DELETE').length;

it('whoever had a tenant before there were consents is owed one', async () => {
  const { customer } = await owing();
  const closed = await owing();
  await close(closed.customer);
  const text = await readFile(new URL('../../../db/migrations/0034-application-consents.sql', import.meta.url), 'utf8');
  await sql.raw(text.slice(text.indexOf('insert into'))).execute(ground.db);
  expect([await duties(customer), await duties(closed.customer)]).toEqual([['consent due'], []]);
  await round();
  expect(await duties(customer)).toEqual(['consent done']);
});

it('a tenant that was just given may not be seen yet: only what stays unknown is refused', async () => {
  const { customer } = await owing('consent');
  const unknown = {
    kind: 'refuse',
    code: '1000',
    status: 404,
    match: { pathPattern: '/applicationconsents$' },
    times: 9,
  };
  await ground.microsoft.fault(unknown);
  await round();
  expect(await duties(customer)).toEqual(['consent due']);
  await round(ground.connection, WALL + 16 * 60_000);
  expect(await duties(customer)).toEqual(['consent refused']);
  await ground.microsoft.clearFaults();
});

it('a missing sign-in is found out once for all who wait for it, and a budget does not wait', async () => {
  const waiting = [await owing('consent', 'budget'), await owing('consent'), await owing('consent')];
  const alone = ground.microsoft.connection();
  const { woken, warned } = await round(alone);
  await alone.close();
  expect([woken, warned]).toEqual([1, ['consent']]);
  expect(await Promise.all(waiting.map(({ customer }) => duties(customer)))).toEqual([
    ['budget done', 'consent due'],
    ['consent due'],
    ['consent due'],
  ]);
  expect((await round()).warned).toEqual([]);
});

it('our consent is withdrawn once the customer is closed and nothing is left to do there, and never where none was given', async () => {
  const { customer, tenant } = await owing('consent');
  await round();
  const never = await owing('consent');
  await close(never.customer);
  await close(customer);
  const grant = {
    id: anId('acg'),
    customer_id: customer,
    target: JSON.stringify({ kind: 'directoryRole', role: 'r', principal: 'p' }),
    starts_at: new Date(WALL),
    ends_at: new Date(WALL + 1),
    asked_by: 'anna',
    opened_at: new Date(WALL),
    last_seq: 1,
  };
  await ground.db.insertInto('access_grant').values(grant).execute();
  expect([(await round()).looked, await withdrawn(tenant)]).toEqual([0, 0]);
  const ended = { refused_at: new Date(WALL), closed_at: new Date(WALL) };
  await ground.db.updateTable('access_grant').set(ended).where('id', '=', grant.id).execute();
  expect([(await round()).woken, await withdrawn(tenant)]).toEqual([1, 1]);
  expect([(await round()).looked, await withdrawn(tenant)]).toEqual([0, 1]);
  expect([await duties(customer), await duties(never.customer)]).toEqual([
    ['consent done', 'withdrawal done'],
    ['consent due'],
  ]);
});

it('where the customer has ended the relationship there is nothing to withdraw, which is nobody’s task', async () => {
  const { customer, tenant } = await owing('consent');
  await round();
  await ground.microsoft.control('POST', `/tenants/${tenant}/relationship`, { state: 'ended' });
  await close(customer);
  await round();
  expect(await duties(customer)).toEqual(['consent done', 'withdrawal notAvailable']);
});
