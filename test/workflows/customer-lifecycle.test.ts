import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { addDays } from '../../domain/calendar/day.ts';
import { customerLifecycle } from '../../workflows/customer-lifecycle.ts';
import { changedSignal, changedUpdate } from '../../workflows/life.ts';
import { installRuntime, testBundle } from '../support/workflow-machinery.ts';
import { KernelActivities } from '../support/kernel-activities.ts';
import { testServer } from '../support/temporal.ts';

describe('the lifecycle workflow on the time-skipping test server', () => {
  let path: string;
  let environment: TestWorkflowEnvironment;
  let workflowBundle: WorkflowBundleWithSourceMap;
  beforeAll(async () => {
    installRuntime();
    path = await testServer();
    workflowBundle = await testBundle();
  });
  // A server for each test: the time of a test server is one for all, and a run left over from another test can stop it.
  beforeEach(async () => {
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
  });
  afterEach(async () => await environment.teardown());

  /** Runs one life with a worker of its own while `act` happens to it. */
  async function live(
    act: (given: {
      kernel: KernelActivities;
      today: string;
      changed: (because: string) => Promise<unknown>;
      handle: ReturnType<typeof handleOf>;
    }) => Promise<void>,
  ): Promise<void> {
    const now = await environment.currentTimeMs();
    const today = new Date(now).toISOString().slice(0, 10);
    const kernel = new KernelActivities(now);
    const taskQueue = `lives-${randomUUID()}`;
    const customerId = `cus_${randomUUID()}`;
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowBundle,
      activities: { assess: kernel.assess, carryOut: kernel.carryOut },
    });
    await worker.runUntil(async () => {
      const handle = await environment.client.workflow.start(customerLifecycle, {
        workflowId: lifecycleWorkflowId(customerId),
        taskQueue,
        args: [{ customerId, epoch: 1, testClock: false }],
      });
      const changed = (because: string) =>
        handle.executeUpdate(changedUpdate, { args: [{ factVersion: kernel.account.version, because }] });
      await act({ kernel, today, changed, handle });
      await handle.terminate('the test is over');
    });
  }
  const handleOf = (id: string) => environment.client.workflow.getHandle<typeof customerLifecycle>(id);

  it('sleeps from step to step and does each on its day', async () => {
    await live(async ({ kernel, today, changed }) => {
      const due = addDays(today, 14);
      kernel.invoice('A', 124_000n, due);
      await changed('invoice');
      await environment.sleep('60 days');
      expect(kernel.done).toEqual([
        `courtesy pre.${effective(kernel)}`,
        'reminder-1 1.1',
        'reminder-2 1.1',
        'warning 1.1',
        'stop',
      ]);
      expect(kernel.account.holds.filter((hold) => hold.active)).toHaveLength(1);
      // One turn an instant at which something could change, and one after each effect: no ticking.
      expect(kernel.turns).toBeLessThan(20);
    });
  });

  it('a payment brings service back without a person, and nothing is sent afterwards', async () => {
    await live(async ({ kernel, today, changed }) => {
      kernel.invoice('A', 124_000n, addDays(today, 14));
      await changed('invoice');
      await environment.sleep('60 days');
      const before = kernel.done.length;
      kernel.pay('P', 124_000n);
      await changed('payment');
      await environment.sleep('90 days');
      expect(kernel.done.slice(before)).toEqual(['start']);
      expect(kernel.look().phase).toBe('active');
    });
  });

  it('a payment between "decided" and "sending" stops the notice', async () => {
    await live(async ({ kernel, today, changed }) => {
      kernel.beforeEffect = (effect) => {
        if (effect.kind === 'notice' && effect.step === 'reminder-1' && !kernel.account.payments.has('P'))
          kernel.pay('P', 124_000n);
      };
      kernel.invoice('A', 124_000n, addDays(today, 14));
      await changed('invoice');
      await environment.sleep('40 days');
      expect(kernel.done).toEqual([`courtesy pre.${effective(kernel)}`]);
    });
  });

  it('an update of a version that was assessed already costs no turn', async () => {
    await live(async ({ kernel, today, changed }) => {
      kernel.invoice('A', 124_000n, addDays(today, 14));
      await changed('invoice');
      const turns = kernel.turns;
      await changed('invoice');
      await changed('invoice');
      expect(kernel.turns).toBe(turns);
    });
  });

  it('a signal that speaks of a newer version is followed by a turn', async () => {
    await live(async ({ kernel, today, changed, handle }) => {
      await changed('start');
      kernel.invoice('A', 124_000n, addDays(today, 14));
      const turns = kernel.turns;
      await handle.signal(changedSignal, { factVersion: kernel.account.version, because: 'relay' });
      await environment.sleep('1 minute');
      expect(kernel.turns).toBe(turns + 1);
      await environment.sleep('20 days');
      expect(kernel.done).toContain('reminder-1 1.1');
    });
  });

  it('a malformed change is refused by the validator and leaves the life at work', async () => {
    await live(async ({ kernel, today, changed, handle }) => {
      await changed('start');
      await expect(
        handle.executeUpdate(changedUpdate, { args: [{ factVersion: 'seven' as unknown as number, because: 'x' }] }),
      ).rejects.toThrow();
      kernel.invoice('A', 124_000n, addDays(today, 14));
      await changed('invoice');
      await environment.sleep('20 days');
      expect(kernel.done.length).toBeGreaterThan(0);
    });
  });

  it('a run renews itself after thirty days and goes on where it was', async () => {
    await live(async ({ kernel, today, changed, handle }) => {
      kernel.invoice('A', 124_000n, addDays(today, 80));
      await changed('invoice');
      const { runId } = await handle.describe();
      await environment.sleep('100 days');
      const later = await environment.client.workflow.getHandle(handle.workflowId).describe();
      expect(later.runId).not.toBe(runId);
      expect(kernel.done).toContain('reminder-1 1.1');
    });
  });
});

/** The effective due day of the one invoice. */
function effective(kernel: KernelActivities): string {
  return [...kernel.account.invoices.values()][0]?.instalments[0]?.effectiveDueOn ?? '';
}
