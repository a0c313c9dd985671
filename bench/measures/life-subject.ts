import { randomBytes, randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import {
  CHANGED_UPDATE,
  type Changed,
  LIFECYCLE_TYPE,
  lifecycleWorkflowId,
  type Turn,
} from '../../contracts/lifecycle.ts';
import { commitChange } from '../../db/commit-change.ts';
import { markDelivered } from '../../db/outbox.ts';
import { registerCustomer } from '../../db/register-customer.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { type IdPrefix, newId as idOf } from '../../domain/ids.ts';
import type { customerLifecycle } from '../../workflows/index.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';
import type { Subject } from './subject.ts';
import { timedEach } from './timing.ts';

const ZONE = 'Europe/Warsaw';
const AT_ONCE = 8;
const newId = <P extends IdPrefix>(prefix: P) => idOf(prefix, { now: Date.now(), random: randomBytes(10) });

/**
 * Lives, told of changes as the API tells them. What the API does before (the commit of the fact) is made ready and not
 * timed, and marked as delivered, so that the relay does not tell the life a second time meanwhile.
 */
export async function lifeSubject({ db, client, configuration }: BenchInstallation): Promise<Subject> {
  const seller = await db.selectFrom('seller').select('id').where('key', '=', 'default').executeTakeFirstOrThrow();
  const versions = new Map<string, number>();
  const { taskQueue } = configuration.temporal;

  const committed = async (id: string, factVersion: number): Promise<void> => {
    versions.set(id, factVersion);
    await markDelivered(db, [{ customerId: id, factVersion }]);
  };
  const changed = (id: string): [Changed] => [{ factVersion: versions.get(id) ?? 0, because: 'bench' }];
  const request = { actor: 'bench', newId, because: 'bench' };

  async function register(id: string): Promise<void> {
    const wallNow = Date.now();
    const effectiveOn = dayAt(wallNow, ZONE);
    const { factVersion } = await registerCustomer(
      db,
      { ...request, wallNow },
      {
        id,
        sellerId: seller.id,
        resellerId: null,
        clock: { mode: 'live', offsetMs: 0, shiftMs: 0 },
        facts: [
          { kind: 'customer.registered', effectiveOn, body: { ...TRAITS, externalId: randomUUID() } },
          { kind: 'policy.assigned', effectiveOn, body: { key: 'standard', version: 1, openCases: null } },
        ],
      },
      () => undefined,
    );
    await committed(id, factVersion);
  }

  async function recordBudget(customer: string): Promise<void> {
    const body = { key: 'budget', state: 'met', monthlyBudget: { minor: '150000', currency: 'PLN' } } as const;
    const { factVersion } = await commitChange(db, { ...request, wallNow: Date.now(), customer }, (change) =>
      change.record([{ kind: 'requirement.recorded', effectiveOn: change.today, body }]),
    );
    await committed(customer, factVersion);
  }

  return {
    async prepareStarts(count) {
      const ids = Array.from({ length: count }, () => newId('cus'));
      await timedEach(ids, AT_ONCE, register);
      return ids;
    },
    async start(id) {
      const startWorkflowOperation = new WithStartWorkflowOperation<typeof customerLifecycle>(LIFECYCLE_TYPE, {
        workflowId: lifecycleWorkflowId(id),
        workflowIdConflictPolicy: 'FAIL',
        taskQueue,
        args: [{ customerId: id, epoch: 1, testClock: false }],
      });
      await client.workflow.executeUpdateWithStart<typeof customerLifecycle, Turn, [Changed]>(CHANGED_UPDATE, {
        updateId: randomUUID(),
        args: changed(id),
        startWorkflowOperation,
      });
    },
    prepareUpdates: async (ids) => void (await timedEach(ids, AT_ONCE, recordBudget)),
    async update(id) {
      await client.workflow
        .getHandle(lifecycleWorkflowId(id))
        .executeUpdate<Turn, [Changed]>(CHANGED_UPDATE, { updateId: randomUUID(), args: changed(id) });
    },
  };
}

const TRAITS = {
  country: 'PL',
  timeZone: ZONE,
  currency: 'PLN',
  locale: 'pl',
  legalStatus: 'company',
  terms: null,
  onboarding: 'existing',
  policy: 'standard',
  creditLimit: null,
  tenant: null,
  contactRevision: 1,
} as const;
