import { existsSync, writeFileSync } from 'node:fs';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';
import { HISTORIES } from './histories.ts';

/**
 * Adds golden histories: `RECORD_HISTORIES=yes npx vitest run test/replay/record.test.ts`. A history that exists is
 * never written again: it stands for runs that are alive in somebody's installation.
 */
describe.runIf(process.env['RECORD_HISTORIES'] === 'yes')('recording golden histories', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
    await installStandardPolicy(house);
  });
  afterAll(async () => await house.close());

  const keep = async (name: string, resident: Resident): Promise<void> => {
    const file = `${HISTORIES}${name}.json`;
    if (existsSync(file)) return;
    const history = await house.client.workflow.getHandle(lifecycleWorkflowId(resident.id)).fetchHistory();
    writeFileSync(file, `${JSON.stringify(JSON.parse(historyToJSON(history)), null, 1)}\n`);
    expect(existsSync(file)).toBe(true);
  };

  it('a month with one invoice paid on time', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('A', 50_000n, '2026-01-30');
    await resident.advanceTo('2026-01-20');
    await resident.pay(50_000n);
    await resident.advanceTo('2026-02-05');
    await keep('paid-on-time', resident);
  });

  it('a dunning cycle with suspension and reinstatement', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('B', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-03-10');
    await resident.pay(124_000n);
    await resident.advanceTo('2026-03-11');
    await keep('dunned-suspended-and-reinstated', resident);
  });

  it('a debt that shrinks, so that steps are entered again', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('C1', 50_000n, '2026-01-19');
    await resident.invoice('C2', 50_000n, '2026-02-05');
    await resident.advanceTo('2026-02-09');
    await resident.pay(50_000n);
    await resident.advanceTo('2026-03-30');
    await keep('re-anchored-after-the-oldest-was-paid', resident);
  });

  it('a worker that went away in the middle of a life', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('D', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-01-23');
    await house.stopWorker();
    await house.startWorker();
    await resident.advanceTo('2026-02-20');
    await keep('lived-by-two-workers', resident);
  });
});
