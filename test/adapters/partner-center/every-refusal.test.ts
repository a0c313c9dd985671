import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { PUBLISHED } from '../../simulators/support/published-refusals.ts';
import { departures } from '../../simulators/support/contract-shapes.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

/** Section 17 of the contract, row by row: status, codes, and what a client makes of them. */
const ROWS = [
  [401, ['400', '800001'], 'unauthorized', false],
  [401, ['900420', '900421'], 'unauthorized', true],
  [403, ['2032', '900150', '900308', '900309', '900329'], 'unauthorized', true],
  [403, ['20002', '900159'], 'refused', true],
  [403, ['13605'], 'refused', true],
  [403, ['900123', '900124', '900149', '800039'], 'refused', true],
  [403, ['800023', '900121'], 'refused', true],
  [400, ['800025'], 'refused', true],
  [403, ['800066', '800067', '800068', '800069', '800088', '800089'], 'refused', true],
  [403, ['800073', '800074'], 'refused', false],
  [403, ['800075', '900416'], 'refused', true],
  [403, ['900115'], 'conflict', false],
  [404, ['1000', '20000', '20003', '60002', '60003', '800008', '800111'], 'notFound', false],
  [400, ['2055'], 'stale', false],
  [400, ['2001', '2011', '800012', '800091', '800096', '900279'], 'conflict', false],
  [400, ['2054', '800090', '800093', '800095', '800097', '800098', '900117', '900311'], 'refused', true],
  [400, ['3000', '800002', '800009', '900118', '900126', '900307', '900337'], 'refused', true],
  [400, ['600002', '600049', '600050', '600051'], 'refused', true],
  [400, ['600061'], 'conflict', false],
  [400, ['800018', '900116', '900127'], 'refused', true],
  [400, ['800065'], 'conflict', false],
  [409, ['800064', '800060'], 'conflict', false],
  [409, ['27009', '800014', '900278'], 'conflict', false],
  [417, ['800036'], 'conflict', false],
  [500, ['800003', '800005', '800031', '800094'], 'unavailable', false],
] as const;

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let client: ReturnType<typeof microsoft.client>;
beforeAll(async () => {
  microsoft = await startedMicrosoft();
  client = microsoft.client();
});
afterAll(async () => {
  await client.close();
  await microsoft.stop();
});

describe('every refusal of the contract', () => {
  const codes = ROWS.flatMap(([status, of, kind, needsPerson]) =>
    of.map((code) => ({ status, code, kind, needsPerson })),
  );

  test.each(codes)('$status/$code is answered in Microsoft’s words and understood', async (row) => {
    const { status, code, kind, needsPerson } = row;
    const tenantId = randomUUID();
    // The lever names the code only: the status is the one that the simulator has for it.
    await microsoft.fault({ kind: 'refuse', code, match: { tenantId } });
    const seen = await fetch(`${microsoft.url}/v1/customers/${tenantId}/subscriptions`);
    expect([seen.status, departures(await seen.json(), 'ApiFault')]).toEqual([status, []]);
    await microsoft.fault({ kind: 'refuse', code, match: { tenantId }, times: 9 });
    const error = await refusalOf(PartnerCenterError, client.listSubscriptions(tenantId));
    expect(error).toMatchObject({ httpStatus: status, code, kind, needsPerson });
    await microsoft.clearFaults();
  });

  test('control: a code that Microsoft does not publish is no row of it', () => {
    const understood = codes.map(({ status, code }) => `${status} ${code}`);
    expect(understood).not.toContain('400 999999');
    const published = PUBLISHED.flatMap(([status, of]) => of.map((code) => `${status} ${code}`));
    expect(understood.toSorted()).toEqual(published.toSorted());
    expect(published).toHaveLength(78);
  });
});
