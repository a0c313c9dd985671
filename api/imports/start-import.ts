import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { NewImport } from '../../contracts/imports.ts';
import {
  claimIdempotencyKey,
  type IdempotencyClaim,
  KeyAlreadyUsed,
  keyResultStatement,
} from '../../db/idempotency.ts';
import { dropFile, keepFile, openFile } from '../../db/import-files.ts';
import { insertImport } from '../../db/imports.ts';
import { findSeller } from '../../db/sellers.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { Refusal } from '../../domain/errors.ts';
import { actorOf } from '../actor.ts';
import type { ApiDeps } from '../deps.ts';
import { claimOf, requireSameRequest } from '../idempotency.ts';
import { readImportForm } from './import-form.ts';
import { importPlan } from './import-plan.ts';
import { readBook } from './read-book.ts';

/** An import that was begun by this request, or by an earlier one with the same key. */
export interface StartedImport {
  readonly id: string;
  readonly replayed: boolean;
}

/**
 * Takes a file in, without ever holding it, and makes an import of it. Only its header has been looked at then; its rows
 * are taken in afterwards.
 * @throws Refusal `malformed`, `unknown_reference`, `invalid_import`, `test_clock_disabled`, `idempotency_key_reused`
 */
export async function startImport(deps: ApiDeps, request: FastifyRequest): Promise<StartedImport> {
  const { db } = deps;
  const id = deps.newId('imp');
  const wallNow = deps.now();
  const hash = createHash('sha256');
  let claim: IdempotencyClaim | undefined;
  try {
    const { asked, fields } = await readImportForm(request, async (file) => {
      await keepFile(db, id, Readable.from(file), { wallNow, onBytes: (bytes) => void hash.update(bytes) });
    });
    if (asked.clock === 'test' && !deps.testClocks) throw new Refusal('test_clock_disabled');
    const sellerId = await sellerOf(deps, asked.seller);
    await checkHeader(deps, id, asked);
    const actor = actorOf(request);
    const fileSha256 = hash.digest();
    claim = claimFor(request, fields, fileSha256);
    await db.transaction().execute(async (trx) => {
      const mine = claim;
      if (mine) await claimIdempotencyKey(trx, mine, wallNow);
      const made = { id, kind: asked.kind, fileSha256, options: fields, actor: actor.name, sellerId, wallNow };
      await insertImport(trx, made);
      if (mine) await trx.executeQuery(keyResultStatement(mine, { result: id, operationId: null })(trx));
    });
    return { id, replayed: false };
  } catch (error) {
    await dropFile(db, id);
    if (!(error instanceof KeyAlreadyUsed) || claim === undefined) throw error;
    requireSameRequest(error.record, claim);
    return { id: String(error.record.result), replayed: true };
  }
}

/** What a JSON body is to other calls: two files are two requests. */
function claimFor(
  request: FastifyRequest,
  fields: Readonly<Record<string, unknown>>,
  fileSha256: Buffer,
): IdempotencyClaim | undefined {
  const claim = claimOf(request, actorOf(request));
  if (claim === undefined) return undefined;
  const text = canonicalJson(['POST', '/v1/imports', fields, fileSha256.toString('hex')]);
  return { ...claim, digest: createHash('sha256').update(text).digest() };
}

async function sellerOf({ db }: ApiDeps, reference: string): Promise<string> {
  const seller = await findSeller(db, reference);
  if (seller) return seller.id;
  const message = 'there is no such seller';
  throw new Refusal('unknown_reference', message, [{ pointer: '/seller', message }]);
}

/** A file with another header is refused at once, and not after its sender has gone. @throws Refusal `invalid_import` */
async function checkHeader({ db }: ApiDeps, id: string, asked: NewImport): Promise<void> {
  const { format, rowDefaults } = importPlan(asked);
  const rows = readBook(openFile(db, id), format, rowDefaults);
  await rows.next();
  await rows.return(undefined);
}
