import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessReview } from '../../../activities/hygiene/assess-review.ts';
import { carryOutReview } from '../../../activities/hygiene/carry-out-review.ts';
import { lookDaily } from '../../../activities/hygiene/look-daily.ts';
import { openDueReview } from '../../../activities/hygiene/open-due-review.ts';
import { deleteAccounts, disableAccounts } from '../../../activities/hygiene/remedy.ts';
import { createMailer } from '../../../adapters/index.ts';
import { createPartnerDirectory } from '../../../adapters/partner-directory/create-partner-directory.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { figureStatement, findLook } from '../../../db/directory-figures.ts';
import { exclusionStatement } from '../../../db/hygiene-exclusions.ts';
import { currentFindings, namesOf } from '../../../db/hygiene-findings.ts';
import { loadReview, openReviewOf } from '../../../db/hygiene-reviews.ts';
import { contactStatement } from '../../../db/profiles.ts';
import { inTurn } from '../../../db/statement.ts';
import { addDays, dayAt } from '../../../domain/calendar/day.ts';
import { newId } from '../../../domain/ids.ts';
import { USUAL_HYGIENE } from '../../../domain/hygiene/settings.ts';
import { type MailboxSimulator, startMailbox } from '../../../simulators/mailbox/start.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { rememberedGrant } from '../../adapters/support/remembered-grant.ts';
import { aCustomer, openDatabase } from '../../db/support.ts';

const DAY = 86_400_000;
const CREATED = '2024-01-01T00:00:00Z';
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

describe('the daily look at a directory', () => {
  let mailbox: MailboxSimulator;
  let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
  let deps: ActivityDeps;
  let close: () => Promise<void>;
  beforeAll(async () => {
    microsoft = await startedMicrosoft();
    const { db, close: closeDatabase } = await openDatabase();
    const userGrant = rememberedGrant();
    const connection = microsoft.connection({ userGrant });
    const tenants = createTenantCallers({ ...microsoft.standard(), userGrant }, connection);
    mailbox = await startMailbox({});
    const { hostname: host, port } = new URL(mailbox.smtpUrl);
    const mailer = createMailer({ host, port: Number(port), requireTls: false, webhookSecret: 'x', silenceMs: 2_000 });
    const parts: Partial<ActivityDeps> = {
      db,
      mailer,
      mailFrom: { address: 'care@partner.example' },
      partnerDirectory: createPartnerDirectory(tenants, connection),
      hygiene: USUAL_HYGIENE,
      wallNow: Date.now,
      newId: (prefix) => newId(prefix, { now: Date.now(), random: randomBytes(10) }),
      announceClock: async () => undefined,
    };
    // What is not here is not used by a look.
    deps = parts as ActivityDeps;
    close = async () => {
      mailer.close();
      await mailbox.stop();
      await connection.close();
      await microsoft.stop();
      await closeDatabase();
    };
  });
  afterAll(() => close());

  /** A customer whose tenant has these users. */
  async function aDirectory(users: readonly object[], more: object = {}) {
    const tenant = randomUUID();
    const customer = await aCustomer(deps.db, { tenant });
    const seed = { ...more, users: users.map((user) => ({ createdAt: CREATED, ...user })) };
    const { users: ids } = await microsoft.control<{ users: string[] }>('POST', `/tenants/${tenant}/directory`, seed);
    return { customer, tenant, ids };
  }
  const keys = async (customer: string) => (await currentFindings(deps.db, customer)).map(({ kind }) => kind);
  /** Writes down that this user may stay as he is. */
  const except = async (customer: string, user: string): Promise<void> => {
    const exclusion = { id: deps.newId('hgx'), user, kind: 'service', owner: 'Jan', createdBy: 'test' } as const;
    const dated = { ...exclusion, reviewOn: '2099-01-01', createdAt: Date.now() };
    await deps.db.transaction().execute((trx) => inTurn(trx, [exclusionStatement(customer, dated)]));
  };
  const tasks = async (customer: string) =>
    await deps.db.selectFrom('task').select(['what', 'key']).where('customer_id', '=', customer).execute();

  it('keeps figures and findings, and names of those alone that something was found about', async () => {
    const { customer, ids } = await aDirectory([{ signIns: [{ at: ago(3) }] }, { signIns: [{ at: ago(120) }] }]);
    expect(await lookDaily(deps, customer)).toBe(false);
    expect(await keys(customer)).toEqual(['inactiveMember']);
    expect([...(await namesOf(deps.db, customer, ids)).keys()]).toEqual([ids[1]]);
    expect(await findLook(deps.db, customer)).toMatchObject({ areSignInsKnown: true, failure: null });
  });

  it('makes a jump a task, once', async () => {
    const { customer } = await aDirectory(Array.from({ length: 60 }, () => ({ signIns: [{ at: ago(3) }] })));
    const today = dayAt(Date.now(), 'Europe/Warsaw');
    const calm = Array.from({ length: 20 }, (_, index) => ({
      day: addDays(today, index - 20),
      users: 12,
      guests: 0,
      enabled: 12,
      signedIn: 60,
      licences: [],
    }));
    await deps.db.transaction().execute((trx) =>
      inTurn(
        trx,
        calm.map((figure) => figureStatement(customer, figure, Date.now())),
      ),
    );
    expect(await lookDaily(deps, customer)).toBe(true);
    await lookDaily(deps, customer);
    expect(await tasks(customer)).toEqual([{ what: 'directory-jump', key: `directory-jump/users/${today}` }]);
  });

  it('notes what is in the way when the customer has taken a right back, and keeps what was known', async () => {
    const { customer } = await aDirectory([{ signIns: [{ at: ago(120) }] }]);
    await lookDaily(deps, customer);
    const match = { pathPattern: '^/v1.0/users' };
    await microsoft.fault({ kind: 'refuse', code: 'Authorization_RequestDenied', status: 403, match });
    await lookDaily(deps, customer);
    await microsoft.clearFaults();
    expect(await findLook(deps.db, customer)).toMatchObject({
      failure: 'Authorization_RequestDenied',
      readAt: expect.any(Number),
    });
    expect(await keys(customer)).toEqual(['inactiveMember']);
  });

  it('opens a review when its time has come, and none beside it', async () => {
    const { customer } = await aDirectory([]);
    const later = { ...deps, wallNow: () => Date.now() + 92 * DAY };
    expect([await openDueReview(later, customer), await openDueReview(later, customer)]).toEqual([true, false]);
    expect((await openReviewOf(deps.db, customer))?.known.openedAt).toBeGreaterThan(Date.now() + 91 * DAY);
  });

  it('of a customer of whom nothing is to be put in order ends with a letter that asks him to look himself', async () => {
    const { customer } = await aDirectory([{ signIns: [{ at: ago(3) }] }]);
    const contact = { role: 'technical', name: 'Ola', email: 'ola@fabrikam.example' };
    const revision = { revision: 1, effectiveOn: '2026-03-02', actor: 'anna', recordedAt: Date.now() };
    await deps.db.transaction().execute((trx) => inTurn(trx, [contactStatement(customer, [contact], revision)]));
    await openDueReview({ ...deps, wallNow: () => Date.now() + 92 * DAY }, customer);
    const reviewId = (await openReviewOf(deps.db, customer))?.id ?? '';
    const input = { reviewId, customerId: customer };
    const done: string[] = [];
    for (;;) {
      const { effects, over } = await assessReview(deps, input);
      const [effect] = effects;
      if (over || effect === undefined) break;
      done.push(effect.key);
      await carryOutReview(deps, { ...input, effectKey: effect.key });
    }
    expect([done, (await loadReview(deps.db, reviewId))?.known.outcome]).toEqual([['scan.1', 'checklist'], 'clean']);
    const letters = await fetch(`${mailbox.url}/messages?to=${contact.email}`);
    const subject = expect.stringMatching(/^Państwa usługi Microsoft: prosimy o przegląd/);
    expect(await letters.json()).toMatchObject({ items: [{ subject }] });
  });

  it('disables only who is still away when it comes to it, and deletes nobody who is on again or excepted', async () => {
    const gone = { signIns: [{ at: ago(200) }] };
    const { customer, tenant, ids } = await aDirectory([gone, gone, gone, gone]);
    const [away = '', back = '', excepted = '', wanted = ''] = ids;
    await openDueReview({ ...deps, wallNow: () => Date.now() + 92 * DAY }, customer);
    const reviewId = (await openReviewOf(deps.db, customer))?.id ?? '';
    const known = (await loadReview(deps.db, reviewId))?.known;
    if (known === undefined) throw new Error('the review is there');
    const work = { reviewId, customerId: customer, known };
    await microsoft.control('POST', `/tenants/${tenant}/directory/users/${back}/sign-ins`, { at: ago(2) });
    await except(customer, excepted);
    const drafts = await disableAccounts(deps, work, ids);
    expect(drafts.map(({ body }) => body)).toEqual([{ users: [away, wanted], failed: [] }]);
    await microsoft.control('POST', `/tenants/${tenant}/directory/users/${wanted}/account`, { enabled: true });
    const deletion = await deleteAccounts(deps, work, [away, wanted]);
    expect(deletion.map(({ body }) => body)).toEqual([{ users: [away], kept: [wanted], failed: [] }]);
  });

  it('takes no account for disabled here that the customer has switched off himself, also during an outage', async () => {
    const gone = { signIns: [{ at: ago(200) }] };
    const { customer, tenant, ids } = await aDirectory([gone, gone, gone, gone]);
    const [own = '', excepted = '', done = '', late = ''] = ids;
    const switchOff = async (user: string) =>
      await microsoft.control('POST', `/tenants/${tenant}/directory/users/${user}/account`, { enabled: false });
    await openDueReview({ ...deps, wallNow: () => Date.now() + 92 * DAY }, customer);
    const reviewId = (await openReviewOf(deps.db, customer))?.id ?? '';
    const disable = async () => {
      const known = (await loadReview(deps.db, reviewId))?.known;
      if (known === undefined) throw new Error('the review is there');
      const [fact] = await disableAccounts(deps, { reviewId, customerId: customer, known }, ids);
      return fact?.body;
    };
    await switchOff(own);
    const match = { method: 'PATCH', pathPattern: `users/${late}` };
    await microsoft.fault({ kind: 'status', status: 503, times: 99, match });
    await expect(disable()).rejects.toMatchObject({ kind: 'doubtful' });
    await microsoft.clearFaults();
    await switchOff(late);
    // What was disabled by the try that broke off is known, and the record of the next one may be lost too.
    const body = { users: [excepted, done], failed: [] };
    expect([await disable(), await disable()]).toEqual([body, body]);
    await except(customer, excepted);
    expect(await disable()).toEqual({ users: [done], failed: [] });
  });
});
