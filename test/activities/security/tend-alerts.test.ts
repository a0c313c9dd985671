import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { tendAlerts } from '../../../activities/security/tend-alerts.ts';
import { createSecurityAlerts } from '../../../adapters/partner-security/create-security-alerts.ts';
import { withClient } from '../../../cli/machine/database.ts';
import { aCustomer, anId, record, WALL } from '../../db/support.ts';
import { microsoftGround } from '../support/microsoft-ground.ts';

const HOUR = 3_600_000;

const { database, db, microsoft, connection } = await microsoftGround();

const round = async () =>
  await new MockActivityEnvironment().run(() =>
    tendAlerts({
      db,
      securityAlerts: createSecurityAlerts(microsoft.standard(), connection),
      wallNow: () => WALL,
      newId: anId,
      log: pino({ level: 'silent' }),
    }),
  );
const raise = async (customerTenantId: string, more: object = {}): Promise<string> =>
  (await microsoft.control<{ id: string }>('POST', '/alerts', { customerTenantId, ...more })).id;
const aCustomerWithTenant = async () => {
  const tenant = randomUUID();
  return { tenant, customer: await aCustomer(db, { tenant }) };
};
const casesOf = async (customer: string) =>
  (await db.selectFrom('security_case').select('kind').where('customer_id', '=', customer).execute()).map(
    ({ kind }) => kind,
  );
const tasks = async (what: string) =>
  await db.selectFrom('partner_task').selectAll().where('what', '=', what).orderBy('key').execute();
const stoppedByMicrosoft = async (customer: string): Promise<void> => {
  const [subscription, task] = [anId('sub'), anId('tsk')];
  const body = { task, key: `suspendedByMicrosoft/${subscription}/1`, what: 'suspendedByMicrosoft' };
  await record(db, customer, [{ kind: 'task.opened', effectiveOn: '2026-03-02', body }]);
};

describe('the round over Microsoft’s alerts', () => {
  it('takes the others where one cannot be taken, and makes that one an analyst’s task within the hour', async () => {
    const { tenant, customer } = await aCustomerWithTenant();
    // PostgreSQL keeps no NUL: whatever Microsoft may send one day, it must not hide what stands behind it.
    const alertType = 'no\u0000word';
    const azure = randomUUID();
    const about = { alertType, azureSubscriptionId: azure };
    const first = await raise(tenant, { ...about, id: '00000000-0000-4000-8000-000000000000' });
    await raise(tenant);
    const last = await raise(tenant, { ...about, id: 'ffffffff-ffff-4fff-bfff-ffffffffffff' });
    expect(await round()).toEqual({ looked: 3, woken: 1, failed: 2 });
    expect(await casesOf(customer)).toEqual(['fraud']);
    const asked = await tasks('alertNotTaken');
    expect(asked.map(({ key, for_role, due_at }) => [key, for_role, due_at.getTime()])).toEqual(
      [first, last].map((id) => [`alertNotTaken/${azure}/${id}`, 'analyst', WALL + HOUR]),
    );
    expect(await round()).toEqual({ looked: 3, woken: 0, failed: 2 });
    expect(await tasks('alertNotTaken')).toHaveLength(2);
  });

  it('takes them although the database refuses a case about a suspension, which hides no other suspension', async () => {
    const [hurt, sound] = [await aCustomerWithTenant(), await aCustomerWithTenant()];
    await stoppedByMicrosoft(hurt.customer);
    await stoppedByMicrosoft(sound.customer);
    await withClient(database.superuserUrl, (client) =>
      client.query(`
        create function hurt() returns trigger language plpgsql as $$ begin raise 'hurt'; end $$;
        create trigger hurt before insert on security_case for each row
          when (new.customer_id = '${hurt.customer}' and new.kind = 'aup') execute function hurt();`),
    );
    await raise(hurt.tenant);
    expect(await round()).toMatchObject({ woken: 2, failed: 3 });
    expect([await casesOf(hurt.customer), await casesOf(sound.customer)]).toEqual([['fraud'], ['aup']]);
  });

  it('makes one about a tenant that is no customer an analyst’s task, once, until the tenant is a customer’s', async () => {
    const [tenant, azureSubscriptionId] = [randomUUID(), randomUUID()];
    const id = await raise(tenant, { azureSubscriptionId });
    await raise(randomUUID(), { isTest: true });
    await round();
    await round();
    const [task, ...others] = await tasks('alertOfStranger');
    const occurrence = `${azureSubscriptionId}/${id}`;
    expect(others).toEqual([]);
    expect([task?.key, task?.subject, task?.for_role, task?.due_at.getTime(), task?.closed_by]).toEqual([
      `alertOfStranger/${occurrence}`,
      occurrence,
      'analyst',
      WALL + HOUR,
      null,
    ]);
    const customer = await aCustomer(db, { tenant });
    await round();
    expect([await casesOf(customer), (await tasks('alertOfStranger')).map(({ closed_by }) => closed_by)]).toEqual([
      ['fraud'],
      ['alerts'],
    ]);
  });

  it('takes Microsoft’s own suspensions while no way to its alerts answers, and fails all the same', async () => {
    const { customer } = await aCustomerWithTenant();
    await stoppedByMicrosoft(customer);
    await microsoft.fault({ kind: 'status', status: 503, times: 50 });
    await expect(round()).rejects.toMatchObject({ kind: 'unavailable' });
    await microsoft.clearFaults();
    expect(await casesOf(customer)).toEqual(['aup']);
  });
});
