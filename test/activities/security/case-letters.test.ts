import { afterAll, beforeAll, expect, it } from 'vitest';
import { tellCustomer } from '../../../activities/security/tell-customer.ts';
import { createMailer, type Mailer } from '../../../adapters/index.ts';
import { contactStatement } from '../../../db/profiles.ts';
import { inTurn } from '../../../db/statement.ts';
import { foldCase } from '../../../domain/security/security-case.ts';
import { type MailboxSimulator, startMailbox } from '../../../simulators/mailbox/start.ts';
import { aCustomer, anId, databaseOfFile, WALL } from '../../db/support.ts';

const { db } = await databaseOfFile();
let mailbox: MailboxSimulator;
let mailer: Mailer;
beforeAll(async () => {
  mailbox = await startMailbox({});
  const { hostname: host, port } = new URL(mailbox.smtpUrl);
  mailer = createMailer({ host, port: Number(port), requireTls: false, webhookSecret: 'x', silenceMs: 2_000 });
});
afterAll(async () => {
  mailer.close();
  await mailbox.stop();
});

it('a letter about a case that reaches nobody is a task, once; one that goes out is none', async () => {
  const [reached, silent] = [await aCustomer(db), await aCustomer(db)];
  const contact = { role: 'billing', name: 'Ola', email: 'ola@fabrikam.example' };
  const revision = { revision: 1, effectiveOn: '2026-03-02', actor: 'anna', recordedAt: WALL };
  await db.transaction().execute((trx) => inTurn(trx, [contactStatement(reached, [contact], revision)]));
  const deps = { db, mailer, mailFrom: { address: 'care@partner.example' }, wallNow: () => WALL, newId: anId };
  const body = { kind: 'aup', severity: 'high', source: 'watch', receivedAt: WALL, answerBy: null } as const;
  const known = foldCase([{ kind: 'case.received', body, seq: 1, at: WALL }]);
  const about = { what: 'suspendedByMicrosoft', subscription: 'sub_1' } as const;
  const key = 'customer.suspended/1';
  const told = async (customerId: string) =>
    (await tellCustomer(deps, { caseId, customerId, known }, { kind: 'tellCustomer', key, about }))[0]?.body;
  const caseId = anId('sec');
  expect([await told(silent), await told(silent)]).toMatchObject([{ sent: false }, { sent: false }]);
  expect(await told(reached)).toMatchObject({ sent: true });
  const tasks = await db.selectFrom('task').select(['customer_id', 'what', 'key']).execute();
  expect(tasks).toEqual([{ customer_id: silent, what: 'caseNotTold', key: `caseNotTold/${caseId}/${key}` }]);
});
