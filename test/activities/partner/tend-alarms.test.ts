import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { tendAlarms } from '../../../activities/partner/tend-alarms.ts';
import { tendUsage, USAGE } from '../../../activities/usage/tend-usage.ts';
import type { UserGrant } from '../../../adapters/index.ts';
import { createPartnerSignIn } from '../../../adapters/partner-sign-in/create-partner-sign-in.ts';
import { createPartnerUsage } from '../../../adapters/partner-usage/create-partner-usage.ts';
import { activityMark, moveActivityMark } from '../../../db/activity.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { databaseOfFile } from '../../db/support.ts';
import { alarmGround } from '../support/alarms.ts';

const DAY = 86_400_000;
let wall = Date.UTC(2026, 2, 2, 9);
let held: string | null = null;
const userGrant: UserGrant = {
  readRefreshToken: async () => held,
  replaceRefreshToken: async (token) => void (held = token),
};
const { db } = await databaseOfFile();
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let ground: Awaited<ReturnType<typeof alarmGround>>;
beforeAll(async () => {
  [microsoft, ground] = await Promise.all([startedMicrosoft(), alarmGround(db, () => wall)]);
  connection = microsoft.connection({ userGrant });
});
afterAll(async () => {
  await connection.close();
  await Promise.all([microsoft.stop(), ground.close()]);
});

const round = async () => (await tendAlarms({ ...ground.deps, partnerSignIn: createPartnerSignIn(connection) })).woken;
/** The next day, with usage read. */
const nextDay = async (): Promise<void> => {
  wall += DAY;
  await activityMark(db, USAGE, wall);
  await db.transaction().execute((trx) => moveActivityMark(trx, USAGE, wall, wall));
};
const consent = async (mfa: boolean): Promise<void> => {
  held = (await microsoft.control<{ refreshToken: string }>('POST', '/refresh-tokens', { mfa })).refreshToken;
  await expireTokens();
};
const expireTokens = () => microsoft.control('DELETE', '/access-tokens');
const bodies = async (kind: string) =>
  (await db.selectFrom('audit_event').select('body').where('kind', '=', kind).orderBy('seq').execute()).map(
    ({ body: { task: _task, ...body } }) => body,
  );

describe('the sign-in of the consenting administrator', () => {
  it('that was never given, or is revoked, is a task and a mail, until somebody has consented anew', async () => {
    expect(await round()).toBe(1);
    await consent(true);
    expect(await round()).toBe(0);
    await microsoft.control('DELETE', '/refresh-tokens');
    await expireTokens();
    await nextDay();
    expect([await round(), await round()]).toEqual([1, 1]);
    expect(await ground.tasks('consentLost')).toEqual([
      ['consentLost/2026-03-02', 'operator', 'alarms'],
      ['consentLost/2026-03-03', 'operator', null],
    ]);
    expect(await ground.mails()).toEqual(['Alarm: consentLost', 'Alarm: consentLost']);
    expect(await bodies('signIn.consentLost')).toEqual([{ code: 'no_consent' }, { code: 'invalid_grant' }]);
    await consent(true);
    expect(await round()).toBe(0);
    expect((await ground.tasks('consentLost')).map(([, , by]) => by)).toEqual(['alarms', 'alarms']);
  });

  it('made without MFA is told of while Microsoft still lets it through, and once it refuses it', async () => {
    await nextDay();
    await microsoft.control('POST', '/settings', { mfaEnforced: false });
    await consent(false);
    expect(await round()).toBe(1);
    expect(await bodies('signIn.mfaMissing')).toEqual([{ withMfa: false, recentWithoutMfa: 1 }]);
    await microsoft.control('POST', '/settings', { mfaEnforced: true });
    await nextDay();
    expect(await round()).toBe(1);
    expect((await bodies('signIn.mfaMissing')).at(-1)).toEqual({ code: '900421' });
    await consent(true);
    expect(await round()).toBe(0);
    expect((await ground.tasks('mfaMissing')).map(([, , by]) => by)).toEqual(['alarms', 'alarms']);
  });

  it('is no alarm while Microsoft does not answer', async () => {
    await microsoft.fault({ kind: 'status', status: 503, times: 50, match: { pathPattern: 'partnerRequests' } });
    expect(await round()).toBe(0);
    await microsoft.clearFaults();
  });
});

describe('usage', () => {
  it('that was not read for more than a day is a task and a mail, until it is read', async () => {
    const usage = { ...ground.deps, partnerUsage: createPartnerUsage(connection) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that this round works with while nobody is on the list
    const read = () => new MockActivityEnvironment().run(() => tendUsage(usage as unknown as ActivityDeps));
    await read();
    wall += DAY;
    expect(await round()).toBe(0);
    await microsoft.fault({ kind: 'status', status: 503, times: 50, match: { pathPattern: 'usagerecords' } });
    await expect(read()).rejects.toMatchObject({ kind: 'unavailable' });
    wall += 1;
    expect(await round()).toBe(1);
    expect(await ground.tasks('usageStale')).toMatchObject([
      [expect.stringMatching(/^usageStale\//), 'operator', null],
    ]);
    expect((await ground.mails()).at(-1)).toBe('Alarm: usageStale');
    await microsoft.clearFaults();
    await read();
    expect(await round()).toBe(0);
    expect((await ground.tasks('usageStale')).map(([, , by]) => by)).toEqual(['alarms']);
  });
});
