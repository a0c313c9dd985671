import { Readable } from 'node:stream';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';

/** As much of a file as one row of the database holds. */
const CHUNK_BYTES = 262_144;

/**
 * Keeps a file as it comes in, without ever holding more of it than a chunk. `onBytes` sees every byte, for a digest.
 */
export async function keepFile(
  db: Db,
  importId: string,
  source: Readable,
  { wallNow, onBytes }: { readonly wallNow: Instant; readonly onBytes: (bytes: Uint8Array) => void },
): Promise<void> {
  let waiting: Buffer[] = [];
  let size = 0;
  let seq = 0;
  const write = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    const row = { import_id: importId, seq, bytes, received_at: toDate(wallNow) };
    await db.insertInto('import_chunk').values(row).execute();
    seq += 1;
    waiting = [];
    size = 0;
  };
  for await (const piece of source as AsyncIterable<Buffer>) {
    onBytes(piece);
    waiting.push(piece);
    size += piece.length;
    if (size >= CHUNK_BYTES) await write();
  }
  if (size > 0 || seq === 0) await write();
}

/** The file again, from its first byte, a chunk at a time. */
export function openFile(db: Db, importId: string): Readable {
  return Readable.from(chunks(db, importId), { objectMode: false });
}

async function* chunks(db: Db, importId: string): AsyncGenerator<Uint8Array> {
  for (let seq = 0; ; seq += 1) {
    const row = await db
      .selectFrom('import_chunk')
      .select('bytes')
      .where('import_id', '=', importId)
      .where('seq', '=', seq)
      .executeTakeFirst();
    if (row === undefined) return;
    if (row.bytes.length > 0) yield row.bytes;
  }
}

/** Forgets a file: its rows are facts now, and what else it held was personal data. */
export async function dropFile(db: Db, importId: string): Promise<void> {
  await db.deleteFrom('import_chunk').where('import_id', '=', importId).execute();
}

/** Forgets files of before `before` that never became an import: their sender went away while sending. */
export async function dropStrandedFiles(db: Db, before: Instant): Promise<void> {
  await db
    .deleteFrom('import_chunk')
    .where('received_at', '<', toDate(before))
    .where((of) =>
      of.not(
        of.exists(of.selectFrom('import').select('import.id').whereRef('import.id', '=', 'import_chunk.import_id')),
      ),
    )
    .execute();
}
