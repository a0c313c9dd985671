import { afterAll, beforeAll, expect, test } from 'vitest';
import { termEnd } from '../../../simulators/microsoft/term.ts';
import { partner } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

/** A subscription bought on 1 January 2026 at noon by a tenant whose clock stands there. */
async function bought(order: object = {}) {
  const { tenantId } = await microsoft.seed();
  await microsoft.setClock(tenantId, '2026-01-01T12:00:00Z');
  const { path } = await microsoft.seed(order, tenantId);
  return {
    tenantId,
    path,
    on: async (day: string) => {
      await microsoft.setClock(tenantId, `${day}T00:00:05Z`);
      return microsoft.read(path);
    },
  };
}

test('an active subscription renews at the end of its term with the scheduled instructions, which are used up', async () => {
  const product = { productId: 'CFQ7TTC0LF8R', skuId: '0002', availabilityId: 'CFQ7TTC0J203', termDuration: 'P3Y' };
  const { on } = await bought({ scheduledNextTermInstructions: { product, quantity: 9 } });
  expect(await on('2026-12-31')).toMatchObject({ quantity: 5, termDuration: 'P1Y' });
  const renewed = await on('2027-01-01');
  expect(renewed).toMatchObject({
    status: 'active',
    quantity: 9,
    offerId: 'CFQ7TTC0LF8R:0002:CFQ7TTC0J203',
    termDuration: 'P3Y',
    autoRenewEnabled: true,
    commitmentEndDate: '2029-12-31T00:00:00.0000000Z',
    cancellationAllowedUntilDate: '2027-01-08T00:00:00.0000000Z',
  });
  expect(renewed).not.toHaveProperty('scheduledNextTermInstructions');
});

test('an active subscription that does not renew is expired 30 days, disabled 90 days, then deleted', async () => {
  const { on } = await bought({ autoRenewEnabled: false });
  expect((await on('2026-12-31')).status).toBe('active');
  expect((await on('2027-01-01')).status).toBe('expired');
  expect((await on('2027-01-30')).status).toBe('expired');
  expect((await on('2027-01-31')).status).toBe('disabled');
  expect((await on('2027-04-30')).status).toBe('disabled');
  expect((await on('2027-05-01')).status).toBe('deleted');
});

test('a suspended subscription whose term ends is disabled 120 days, then deleted', async () => {
  const { path, on } = await bought();
  await microsoft.write(path, { status: 'suspended' });
  expect((await on('2026-12-31')).status).toBe('suspended');
  expect((await on('2027-01-01')).status).toBe('disabled');
  expect((await on('2027-04-30')).status).toBe('disabled');
  expect((await on('2027-05-01')).status).toBe('deleted');
});

test('expired and disabled subscriptions cannot be brought back', async () => {
  const { path, on } = await bought({ autoRenewEnabled: false });
  for (const [day, code] of [
    ['2027-01-02', '800012'],
    ['2027-02-10', '900279'],
  ] as const) {
    await on(day);
    expect((await microsoft.write(path, { status: 'active' })).body.code).toBe('800096');
    expect((await microsoft.write(path, { quantity: 6 })).body.code).toBe(code);
    expect((await microsoft.write(path, {})).status).toBe(200);
  }
});

test('all of a long jump happens in order, each at its own instant', async () => {
  const { tenantId, on } = await bought({ termDuration: 'P1M', autoRenewEnabled: true });
  expect(await on('2026-06-15')).toMatchObject({ status: 'active', commitmentEndDate: '2026-06-30T00:00:00.0000000Z' });
  const { items } = await microsoft.pull<{ items: { change: string; at: string }[] }>(
    'GET',
    `changes?tenantId=${tenantId}`,
  );
  expect(items.filter((one) => one.change === 'renewed').map((one) => one.at.slice(0, 10))).toEqual([
    '2026-02-01',
    '2026-03-01',
    '2026-04-01',
    '2026-05-01',
    '2026-06-01',
  ]);
});

test('a legacy subscription is deleted after 90 days of suspension', async () => {
  const { path, on } = await bought({ offerId: '796b6b5f-613c-4e24-a17c-eba730d49c02' });
  await microsoft.write(path, { status: 'suspended' });
  expect((await on('2026-04-01')).status).toBe('suspended');
  expect((await on('2026-04-02')).status).toBe('deleted');
});

test('an add-on does not outlive its base', async () => {
  const base = await bought({ autoRenewEnabled: false });
  const id = base.path.split('/').at(-1);
  const addOn = await microsoft.seed({ parentSubscriptionId: id, termDuration: 'P3Y' }, base.tenantId);
  await base.on('2027-01-01');
  expect((await microsoft.read(addOn.path)).status).toBe('expired');
  await base.on('2027-05-01');
  expect((await microsoft.read(addOn.path)).status).toBe('deleted');
});

test('the clock of a tenant never goes back and goes on by itself', async () => {
  const { tenantId } = await microsoft.seed();
  const clock = (now: string) => microsoft.pull<{ now: string; moved: boolean }>('POST', 'clock', { tenantId, now });
  expect(await clock('2020-01-01T00:00:00Z')).toMatchObject({ moved: true });
  expect(await clock('2021-01-01T00:00:00Z')).toMatchObject({ moved: true });
  const behind = await clock('2020-06-01T00:00:00Z');
  expect(behind.moved).toBe(false);
  expect(behind.now >= '2021-01-01T00:00:00').toBe(true);
  const other = await microsoft.pull<{ now: string }>('GET', `clock?tenantId=${(await microsoft.seed()).tenantId}`);
  expect(Math.abs(Date.parse(other.now) - Date.now())).toBeLessThan(5_000);
});

test.each([
  ['2026-01-31', 'P1M', '2026-02-28'],
  ['2028-01-31', 'P1M', '2028-02-29'],
  ['2026-12-15', 'P1M', '2027-01-15'],
  ['2028-02-29', 'P1Y', '2029-02-28'],
  ['2026-11-22', 'P3Y', '2029-11-22'],
] as const)('a term from %s of %s ends on %s', (from, duration, end) => {
  expect(new Date(termEnd(Date.parse(`${from}T17:00:00Z`), duration)).toISOString()).toBe(`${end}T00:00:00.000Z`);
});
