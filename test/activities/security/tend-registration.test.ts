import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tendRegistration } from '../../../activities/security/tend-registration.ts';
import { createWebhookRegistrations } from '../../../adapters/partner-security/create-webhook-registrations.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { webhookInbox } from '../../adapters/support/webhook-inbox.ts';
import { databaseOfFile } from '../../db/support.ts';
import { alarmGround } from '../support/alarms.ts';

const DAY = 86_400_000;
let wall = Date.UTC(2026, 2, 2, 9);
const { db } = await databaseOfFile();
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let inbox: Awaited<ReturnType<typeof webhookInbox>>;
let ground: Awaited<ReturnType<typeof alarmGround>>;
beforeAll(async () => {
  [microsoft, inbox, ground] = await Promise.all([startedMicrosoft(), webhookInbox(), alarmGround(db, () => wall)]);
  connection = microsoft.connection();
});
afterAll(async () => {
  await connection.close();
  await Promise.all([microsoft.stop(), inbox.stop(), ground.close()]);
});

const round = async (heardWithinMs = 5_000) =>
  await new MockActivityEnvironment().run(() =>
    tendRegistration(
      {
        ...ground.deps,
        webhookRegistrations: createWebhookRegistrations(connection),
        publicUrl: new URL(inbox.url).origin,
      },
      { heardWithinMs, lookEveryMs: 20 },
    ),
  );
const system = async () =>
  (
    await db
      .selectFrom('audit_event')
      .select('kind')
      .where('chain', '=', 'system')
      .where('actor', '=', 'registration')
      .orderBy('seq')
      .execute()
  ).map(({ kind }) => kind);

describe('silence of Microsoft’s webhooks', () => {
  it('is an operator’s task and a mail, once a day, until an event is heard again', async () => {
    // Microsoft sends two test events a minute, and no more: one is lost here, and the other is heard.
    await microsoft.fault({ kind: 'webhookDrop', match: { eventType: 'test-created' } });
    expect(await round(60)).toEqual({ looked: 1, woken: 1 });
    expect(await ground.tasks('webhooksSilent')).toEqual([['webhooksSilent/2026-03-02', 'operator', null]]);
    expect(await ground.mails()).toEqual(['Alarm: webhooksSilent']);
    await microsoft.fault({ kind: 'status', status: 503, times: 50, match: { pathPattern: 'registration' } });
    expect(await round()).toEqual({ looked: 1, woken: 1 });
    expect(await ground.tasks('webhooksSilent')).toHaveLength(1);
    wall += DAY;
    expect(await round()).toEqual({ looked: 1, woken: 1 });
    await microsoft.clearFaults();
    expect(await ground.mails()).toHaveLength(2);
    expect(await round()).toEqual({ looked: 1, woken: 0 });
    expect(await ground.tasks('webhooksSilent')).toEqual([
      ['webhooksSilent/2026-03-02', 'operator', 'registration'],
      ['webhooksSilent/2026-03-03', 'operator', 'registration'],
    ]);
    const closed = ['partnerTask.closed', 'partnerTask.closed'];
    expect(await system()).toEqual(['webhooks.silent', 'webhooks.silent', 'webhooks.heard', ...closed]);
  });
});
