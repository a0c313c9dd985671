import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { commitChange } from '../../db/commit-change.ts';
import { findCustomer, lockCustomers, UnknownCustomer } from '../../db/customers.ts';
import { forgetIdempotencyKeys, findIdempotencyRecord, keepResponse } from '../../db/idempotency.ts';
import { findImport, finishImport, insertImport, keepImportRows, refusedRows } from '../../db/imports.ts';
import { migrate } from '../../db/migrate.ts';
import { markDelivered, undelivered } from '../../db/outbox.ts';
import {
  activatePolicy,
  activeVersion,
  insertPolicyVersion,
  listPolicyVersions,
  loadPolicy,
  nextPolicyVersion,
  UnknownPolicy,
} from '../../db/policies.ts';
import {
  contactStatement,
  currentContacts,
  erasePersonalData,
  findProfile,
  profileStatements,
} from '../../db/profiles.ts';
import { ExternalIdTaken } from '../../db/register-customer.ts';
import { changeSeller, findSeller, insertSeller, listSellers } from '../../db/sellers.ts';
import { ensureServiceToken, findServiceToken, revokeServiceToken } from '../../db/service-tokens.ts';
import { stuckLives } from '../../db/stuck.ts';
import { verifyChains } from '../../db/audit.ts';
import { notesAbout, noteStatement } from '../../db/notes.ts';
import { claimDelivery } from '../../db/webhooks.ts';
import { policyWith } from '../support/policies.ts';
import { aCustomer, anId, anInvoice, asking, databaseOfFile, record, WALL } from './support.ts';

const { test, db } = await databaseOfFile();

describe('migrations', () => {
  it('change nothing the second time, also when two come at once', async () => {
    const before = await sql`select name from kysely_migration order by name`.execute(db);
    await Promise.all([migrate(test.ownerUrl), migrate(test.ownerUrl)]);
    expect((await sql`select name from kysely_migration order by name`.execute(db)).rows).toEqual(before.rows);
  });

  it('let the application read every table, and delete only forgotten keys, files that were taken in, and what an erasure ends', async () => {
    const { rows } = await sql<{ name: string; read: boolean; remove: boolean }>`
      select relname as name, has_table_privilege('tenure_app', oid, 'select') as read,
             has_table_privilege('tenure_app', oid, 'delete') or has_table_privilege('tenure_app', oid, 'truncate') as remove
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(db);
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => !row.read)).toEqual([]);
    expect(
      rows
        .filter((row) => row.remove)
        .map((row) => row.name)
        .toSorted(),
    ).toEqual(['first_password', 'idempotency_key', 'import_chunk', 'shared_trait', 'usage_export_line']);
  });
});

describe('the outbox', () => {
  it('holds one mark a customer, until just that version was delivered', async () => {
    const customer = await aCustomer(db);
    await record(db, customer, [anInvoice(anId('inv'), 100)], { wallNow: WALL + 1_000, because: 'invoice' });
    const mine = async (olderThan: number) =>
      (await undelivered(db, { olderThan, limit: 100 })).filter((mark) => mark.customerId === customer);
    expect(await mine(WALL + 999)).toEqual([]);
    const marks = await mine(WALL + 1_000);
    expect(marks).toEqual([{ customerId: customer, epoch: 1, testClock: false, factVersion: 2, because: 'invoice' }]);
    await record(db, customer, [anInvoice(anId('inv'), 100)], { wallNow: WALL + 2_000, because: 'invoice' });
    await markDelivered(db, marks);
    expect(await mine(WALL + 2_000)).toMatchObject([{ factVersion: 3 }]);
    await markDelivered(db, await mine(WALL + 2_000));
    await markDelivered(db, marks);
    expect(await mine(WALL + 2_000)).toEqual([]);
  });

  it('lives that are behind are shown with the reason', async () => {
    const customer = await aCustomer(db);
    const mine = async () =>
      (await stuckLives(db, WALL + 60_000, { limit: 200 })).items.find((life) => life.customerId === customer);
    expect(await mine()).toMatchObject({ why: 'notDelivered', since: WALL });
    await markDelivered(db, [{ customerId: customer, factVersion: 1 }]);
    expect(await mine()).toMatchObject({ why: 'notAssessed' });
    await db
      .updateTable('customer')
      .set({ assessed_version: 1, wake_at: new Date(WALL + 5) })
      .where('id', '=', customer)
      .execute();
    expect(await mine()).toMatchObject({ why: 'deadlinePassed', since: WALL + 5 });
    await db.updateTable('customer').set({ wake_at: null }).where('id', '=', customer).execute();
    expect(await mine()).toBeUndefined();
  });
});

describe('customers', () => {
  it('are found by id and by external id, and locked in one order', async () => {
    const [a, b] = [await aCustomer(db, { externalId: 'EXT-A' }), await aCustomer(db)];
    expect((await findCustomer(db, 'ext:EXT-A'))?.id).toBe(a);
    expect(await findCustomer(db, 'cus_nobody')).toBeUndefined();
    const lockBoth = (ids: readonly string[]) =>
      db.transaction().execute(async (trx) => [...(await lockCustomers(trx, ids)).keys()]);
    const orders = await Promise.all(
      Array.from({ length: 20 }, (_, index) => lockBoth(index % 2 === 0 ? [a, b] : [b, a])),
    );
    for (const order of orders) expect(order).toEqual([a, b].toSorted());
    await expect(lockBoth([a, 'cus_nobody'])).rejects.toThrow(UnknownCustomer);
  });

  it('have an external id that is theirs alone', async () => {
    await aCustomer(db, { externalId: 'EXT-B' });
    await expect(aCustomer(db, { externalId: 'EXT-B' })).rejects.toThrow(ExternalIdTaken);
  });

  it('can have their personal data erased, and every chain stays whole', async () => {
    const customer = await aCustomer(db);
    const revision = { revision: 1, effectiveOn: '2026-03-02', actor: 'user:a', recordedAt: WALL };
    await commitChange(db, { ...asking(), customer }, (change) => {
      const profile = { name: 'Anna', taxId: 'PL1', registrationNumber: null, addresses: [], notes: 'nice' };
      for (const statement of profileStatements(customer, profile, revision, Buffer.from('salt')))
        change.write(statement);
      change.write(
        contactStatement(customer, [{ role: 'billing', name: 'Anna', email: 'anna@example.com' }], revision),
      );
      change.write(
        noteStatement({
          id: anId('nte'),
          customerId: customer,
          subject: customer,
          kind: 'note',
          text: 'Anna called',
          actor: 'user:a',
          at: WALL,
          recordedAt: WALL,
        }),
      );
    });
    expect(await findProfile(db, customer)).toMatchObject({ name: 'Anna', revision: 1 });
    expect(await currentContacts(db, customer)).toEqual([{ role: 'billing', name: 'Anna', email: 'anna@example.com' }]);
    expect((await notesAbout(db, [customer])).get(customer)).toHaveLength(1);
    await db.transaction().execute((trx) => erasePersonalData(trx, customer, WALL));
    expect(await findProfile(db, customer)).toMatchObject({ name: null, taxId: null, salt: null });
    expect(await currentContacts(db, customer)).toEqual([{ role: 'billing', name: null, email: null }]);
    expect(await notesAbout(db, [customer])).toEqual(new Map());
    for (const table of [
      'customer_profile',
      'customer_profile_revision',
      'customer_contact',
      'note',
      'audit_event',
      'fact',
    ]) {
      const { rows } = await sql`select 1 from ${sql.table(table)} as t where t::text ilike '%anna%'`.execute(db);
      expect(rows, table).toEqual([]);
    }
    expect((await verifyChains(db, customer)).broken).toEqual([]);
  });
});

describe('policies', () => {
  it('come back as the kernel knows them, with exact amounts', async () => {
    const policy = policyWith({ key: 'own' });
    await db
      .transaction()
      .execute((trx) => insertPolicyVersion(trx, { policy, source: { key: 'own' }, actor: 'user:f', wallNow: WALL }));
    expect(await loadPolicy(db, 'own', 1)).toEqual(policy);
    await expect(loadPolicy(db, 'own', 2)).rejects.toThrow(UnknownPolicy);
  });

  it('are draft, active, retired, as activations say', async () => {
    const version = async (number: number) => {
      const policy = policyWith({ key: 'states', version: number });
      await db.transaction().execute(async (trx) => {
        expect(await nextPolicyVersion(trx, 'states')).toBe(number);
        await insertPolicyVersion(trx, { policy, source: {}, actor: 'user:f', wallNow: WALL });
      });
    };
    const activate = (number: number) =>
      db
        .transaction()
        .execute((trx) =>
          activatePolicy(trx, { key: 'states', version: number, openCases: 'freeze', actor: 'user:f', wallNow: WALL }),
        );
    for (const number of [1, 2, 3]) await version(number);
    expect(await activeVersion(db, 'states')).toBeNull();
    expect(await activate(1)).toBe(true);
    expect(await activate(2)).toBe(true);
    expect(await activate(2)).toBe(false);
    expect((await listPolicyVersions(db, 'states')).map((row) => row.state)).toEqual(['retired', 'active', 'draft']);
    await expect(activate(9)).rejects.toThrow(UnknownPolicy);
    await expect(version(3)).rejects.toThrow();
  });
});

describe('service tokens', () => {
  it('are known by a keyed hash alone, and only the last one of a name is valid', async () => {
    const pepper = 'p';
    const ensure = (token: string) =>
      ensureServiceToken(db, { id: anId('tok'), role: 'finance', name: 'books', token, pepper, wallNow: WALL });
    await ensure('secret-one');
    await ensure('secret-one');
    expect(await findServiceToken(db, 'secret-one', pepper)).toMatchObject({ role: 'finance', name: 'books' });
    expect(await findServiceToken(db, 'secret-one', 'other pepper')).toBeUndefined();
    const { rows } = await sql`select 1 from service_token as t where t::text like '%secret-one%'`.execute(db);
    expect(rows).toEqual([]);
    await ensure('secret-two');
    expect(await findServiceToken(db, 'secret-one', pepper)).toBeUndefined();
    expect(await revokeServiceToken(db, 'books', WALL)).toBe(true);
    expect(await findServiceToken(db, 'secret-two', pepper)).toBeUndefined();
    expect(await revokeServiceToken(db, 'books', WALL)).toBe(false);
  });
});

describe('an idempotency key', () => {
  it('keeps what was made and, once given, the answer', async () => {
    const customer = await aCustomer(db);
    const idempotency = { scope: 'token:a', key: 'k-1', digest: new Uint8Array(32).fill(7) };
    const { operationId } = await commitChange(db, { ...asking({ idempotency }), customer }, (change) => {
      change.record([anInvoice(anId('inv'), 100)]);
      return { invoice: 'inv_1' };
    });
    expect(await findIdempotencyRecord(db, 'token:a', 'k-1')).toMatchObject({
      result: { invoice: 'inv_1' },
      operationId,
      status: null,
      response: null,
    });
    expect(await findIdempotencyRecord(db, 'token:b', 'k-1')).toBeUndefined();
    await keepResponse(db, idempotency, { status: 201, response: { id: 1 } });
    await keepResponse(db, idempotency, { status: 202, response: { id: 2 } });
    expect(await findIdempotencyRecord(db, 'token:a', 'k-1')).toMatchObject({ status: 201, response: { id: 1 } });
    expect(await forgetIdempotencyKeys(db, WALL + 1)).toBe(1);
    expect(await findIdempotencyRecord(db, 'token:a', 'k-1')).toBeUndefined();
  });
});

describe('sellers', () => {
  it('are made once per key, found by it, and changed', async () => {
    const seller = {
      id: anId('sel'),
      key: 'north',
      name: 'North',
      taxId: null,
      addresses: [],
      bankAccounts: [{ iban: 'PL61109010140000071219812874', currency: 'PLN' }],
      numberSeries: {},
      timeZone: 'Europe/Warsaw',
      createdAt: WALL,
    };
    expect(await insertSeller(db, seller)).toBe(true);
    expect(await insertSeller(db, { ...seller, id: anId('sel') })).toBe(false);
    await db.transaction().execute((trx) => changeSeller(trx, seller.id, { name: 'North AB' }));
    expect(await findSeller(db, 'north')).toEqual({ ...seller, name: 'North AB' });
    expect((await listSellers(db, { limit: 1 })).nextCursor).not.toBeNull();
  });
});

describe('an import', () => {
  it('counts its rows as they come and keeps what is wrong with them', async () => {
    const id = anId('imp');
    const seller = anId('sel');
    await insertSeller(db, {
      id: seller,
      key: 'importing',
      name: 'Importing',
      taxId: null,
      addresses: [],
      bankAccounts: [],
      numberSeries: {},
      timeZone: 'Europe/Warsaw',
      createdAt: WALL,
    });
    await insertImport(db, {
      id,
      kind: 'receivables',
      fileSha256: new Uint8Array(32),
      options: { clock: 'live' },
      actor: 'user:o',
      sellerId: seller,
      wallNow: WALL,
    });
    await keepImportRows(db, id, [
      { row: 1, state: 'imported', errors: [] },
      { row: 2, state: 'refused', errors: [{ column: 'total', code: 'invalid_money', message: 'no number' }] },
    ]);
    await keepImportRows(db, id, [{ row: 3, state: 'skipped', errors: [] }]);
    await finishImport(db, id, { problem: null, wallNow: WALL + 5 });
    expect(await findImport(db, id)).toMatchObject({
      rows: 3,
      imported: 1,
      skipped: 1,
      state: 'done',
      finishedAt: WALL + 5,
    });
    expect(await refusedRows(db, id, 10)).toEqual([
      { row: 2, state: 'refused', errors: [{ column: 'total', code: 'invalid_money', message: 'no number' }] },
    ]);
  });
});

describe('a webhook', () => {
  it('that comes twice is one; one whose handling failed comes again', async () => {
    const claim = () => db.transaction().execute((trx) => claimDelivery(trx, 'stripe', 'evt_1', WALL));
    const failing = db.transaction().execute(async (trx) => {
      await claimDelivery(trx, 'stripe', 'evt_1', WALL);
      throw new Error('handling failed');
    });
    await expect(failing).rejects.toThrow('handling failed');
    expect(await claim()).toBe(true);
    expect(await claim()).toBe(false);
  });
});
