import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { programEnvironment } from '../../../cli/installation/environment.ts';
import { commandEnvironment, keepEnvironment } from '../../../cli/installation/command-environment.ts';
import { layoutOf } from '../../../cli/installation/layout.ts';
import { newSecrets } from '../../../cli/installation/secrets.ts';
import { redecide } from '../../../cli/verification/redecide.ts';
import { verifyBook } from '../../../cli/verification/verify-book.ts';
import { assess } from '../../../activities/life/assess.ts';
import { latestDecisions } from '../../../db/decisions.ts';
import { KERNEL_VERSION } from '../../../domain/decide.ts';
import { aCustomer, anId, anInvoice, databaseOfFile, record, WALL } from '../../db/support.ts';
import { projectRoot } from '../../support/test-machine-answers.ts';

const { test, db } = await databaseOfFile();
let customer: string;
beforeAll(async () => {
  customer = await aCustomer(db);
  await record(db, customer, [anInvoice(anId('inv'), 12_000)]);
  for (const turn of [1, 2]) {
    const now = WALL + turn;
    await assess({ db, wallNow: () => now }, { customerId: customer, epoch: 1, runId: 'run', turn, runTime: now });
  }
});

const environmentOf = () =>
  programEnvironment({
    secrets: newSecrets(),
    databaseUrl: test.url,
    databaseOwnerUrl: test.ownerUrl,
    temporalAddress: '127.0.0.1:9',
    namespace: 'tenure',
    apiPort: 0,
    simulators: {
      microsoft: 'http://m',
      gateway: 'http://g',
      smtp: 'smtp://s:1',
      mail: 'http://l',
      registers: 'http://r',
      sanctionsList: 'http://r/list.csv',
      webhookRoots: 'PEM',
    },
  });

const verify = (environment: Readonly<Record<string, string>>, ...given: string[]) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', ...environment };
    execFile(process.execPath, ['cli/verify.ts', ...given], { cwd: projectRoot, env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: out + err }),
    );
  });

/** Breaks something, sees what is said about it, and mends it again. */
async function broken(
  name: string,
  breaking: () => Promise<unknown>,
  mending: () => Promise<unknown>,
): Promise<string[]> {
  await breaking();
  onTestFinished(async () => void (await mending()));
  const checks = await verifyBook(db, { decisions: 10 });
  expect(checks.filter(({ wrong }) => wrong.length > 0).map((check) => check.name)).toEqual([name]);
  return checks.flatMap(({ wrong }) => [...wrong]);
}

describe('npm run verify', () => {
  it('finds a whole book whole, and looks at all of it', async () => {
    const checks = await verifyBook(db, { decisions: 10 });
    expect(checks.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(checks.every(({ looked }) => looked > 0)).toBe(true);
    expect(checks.find(({ name }) => name === 'decisions made again')?.looked).toBe(2);
  });

  it('names a row that no fact says so', async () => {
    const set = (due_on: string) => db.updateTable('invoice').set({ due_on }).execute();
    const said = await broken(
      'rows against facts',
      () => set('2026-03-15'),
      () => set('2026-03-16'),
    );
    expect(said[0]).toMatch(/invoice inv_\w+ is different$/);
  });

  it('names a balance that its journals do not add up to', async () => {
    const change = (by: bigint) =>
      db
        .updateTable('balance')
        .set((of) => ({ amount_minor: of('amount_minor', '+', by) }))
        .where('account', '=', 'receivable')
        .where('customer_id', '=', customer)
        .execute();
    const said = await broken(
      'balances against journals',
      () => change(1n),
      () => change(-1n),
    );
    expect(said).toEqual([`${customer}: receivable PLN is 12001, not 12000`]);
  });

  it('makes a decision of an older kernel again, and leaves out only what the present one decides otherwise', async () => {
    const [stored] = await latestDecisions(db, customer, 1);
    assert(stored);
    const older = { ...stored, kernelVersion: KERNEL_VERSION - 1 };
    const otherwise = { ...stored.decision, wakeAt: 1 };
    expect(await redecide(db, older)).toBe('same');
    expect(await redecide(db, { ...older, decision: otherwise })).toBe('otherVersion');
    expect(await redecide(db, { ...stored, decision: otherwise })).toBe('different');
    expect(await redecide(db, { ...older, factsHash: Buffer.alloc(32) })).toBe('factsChanged');
  });

  it('ends with 0 when all holds, with 1 when something does not', async () => {
    const whole = await verify(environmentOf());
    expect(whole).toMatchObject({ code: 0, said: expect.stringContaining('holds   rows against facts') });
    const set = (seq: number) =>
      db.updateTable('customer').set({ audit_seq: seq }).where('id', '=', customer).execute();
    const { audit_seq } = await db.selectFrom('customer').select('audit_seq').executeTakeFirstOrThrow();
    await set(1);
    onTestFinished(async () => void (await set(audit_seq)));
    const cut = await verify(environmentOf());
    expect(cut.code).toBe(1);
    expect(cut.said).toMatch(/BROKEN {2}audit chains.*\n +cus_\w+: event \d+ is cutOff/);
  });

  it('finds the installation of this machine by itself, and says what is missing where there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenure-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const nowhere = await verify({}, '--data-dir', folder);
    expect(nowhere).toMatchObject({ code: 1, said: expect.stringContaining('DATABASE_URL: is missing') });
    keepEnvironment(layoutOf(folder), environmentOf());
    expect(await verify({}, '--data-dir', folder)).toMatchObject({ code: 0 });
    expect(commandEnvironment(layoutOf(folder), { DATABASE_URL: 'mine' })).toEqual({ DATABASE_URL: 'mine' });
  });

  it('refuses a number that is none', async () => {
    expect(await verify(environmentOf(), '--decisions', 'all')).toMatchObject({
      code: 1,
      said: expect.stringContaining('not all'),
    });
  });
});
