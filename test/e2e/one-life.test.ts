import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, moveIn, noticesOf } from '../support/residents.ts';

describe('one life through every room', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
    await installStandardPolicy(house);
  });
  afterAll(async () => await house.close());

  it('an unpaid invoice is reminded of, warned of and suspended for, and its payment brings back what was stopped', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('FV/1', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-03-10');
    expect(await noticesOf(house, resident.id)).toEqual([
      '2026-01-16 courtesy pre.2026-01-19',
      '2026-01-22 reminder-1 1.1',
      '2026-01-29 reminder-2 1.1',
      '2026-02-05 warning 1.1',
    ]);
    expect(await resident.row()).toEqual({ phase: 'suspended', service: 'off', today: '2026-03-10' });
    await resident.pay(124_000n);
    await resident.advanceTo('2026-03-10', '09:00');
    expect(await resident.row()).toEqual({ phase: 'active', service: 'on', today: '2026-03-10' });
    const mails = (await (await fetch(`${house.addresses.mail}/messages?to=${resident.id}@example.test`)).json()) as {
      items: unknown[];
    };
    expect(mails.items).toHaveLength(4);
  });
});
