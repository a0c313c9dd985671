import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createPartnerActivity } from '../../../adapters/partner-activity/create-partner-activity.ts';
import { addDays, dayAt } from '../../../domain/calendar/day.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';
import { closeScripted, scriptedMicrosoft } from '../support/scripted-microsoft.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection();
});
afterEach(closeScripted);
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const today = dayAt(Date.now(), 'UTC');
const RECORD = {
  id: 'one',
  customerId: 'AB',
  operationType: 'a_word_of_tomorrow',
  operationDate: '2026-11-20T10:00:00.1234567Z',
};

test('what was done is read by an application alone', async () => {
  const tenant = microsoft.newTenant();
  await microsoft.control('POST', '/alerts', { customerTenantId: tenant });
  const read = await createPartnerActivity(connection).between(addDays(today, -1), addDays(today, 1));
  expect(read.filter(({ customerTenantId }) => customerTenantId === tenant)).toMatchObject([
    { operation: 'azure_fraud_event_detected', resourceType: 'subscription', status: 'succeeded', resource: null },
  ]);
});

test('more than 90 days back is refused', async () => {
  const error = await refusalOf(
    PartnerCenterError,
    createPartnerActivity(connection).between(addDays(today, -92), today),
  );
  expect(error).toMatchObject({ kind: 'refused', code: '3000' });
});

test('every page is read by link and token, and words that nobody knows stay as they are', async () => {
  const { connection: scripted, seen } = await scriptedMicrosoft(({ headers }, reply) => {
    const isSecond = headers['ms-continuationtoken'] === 'token';
    const resourceNewValue = isSecond ? '{"Id":"somebody@customer.example"}' : '{"Id":"resource"}';
    const next = {
      uri: '/auditrecords?size=500&seekOperation=Next',
      method: 'GET',
      headers: [{ key: 'MS-ContinuationToken', value: 'token' }],
    };
    const items = [{ ...RECORD, id: isSecond ? 'two' : 'one', resourceNewValue }];
    reply.end(JSON.stringify({ totalCount: 1, items, links: isSecond ? {} : { next } }));
  });
  expect(await createPartnerActivity(scripted).between('2026-11-19', '2026-11-20')).toEqual(
    [
      ['one', 'resource'],
      ['two', null],
    ].map(([id, resource]) => ({
      id,
      resource,
      customerTenantId: 'ab',
      at: Date.parse('2026-11-20T10:00:00.123Z'),
      operation: 'a_word_of_tomorrow',
      resourceType: null,
      status: null,
      applicationId: null,
      userPrincipalName: null,
    })),
  );
  expect(seen[0]?.url).toContain('/auditrecords?startDate=2026-11-19&endDate=2026-11-20&size=500');
});

test('a record without a date is no record: it is not passed over in silence', async () => {
  const { connection: scripted } = await scriptedMicrosoft((_seen, reply) => {
    reply.end(JSON.stringify({ items: [{ ...RECORD, operationDate: '0001-01-01T00:00:00' }] }));
  });
  const error = await refusalOf(
    PartnerCenterError,
    createPartnerActivity(scripted).between('2026-11-19', '2026-11-20'),
  );
  expect(error.code).toBe('AuditRecord_without_operationDate');
});
