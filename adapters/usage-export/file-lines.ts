import { createGunzip } from 'node:zlib';
import { request } from 'undici';
import { meaningOf } from '../partner-center/errors.ts';
import { type JsonValue, parseJson } from '../partner-center/json.ts';
import { PartnerCenterError, unreachable } from '../partner-center/partner-center-error.ts';

/** The largest file, unpacked, and the longest line that are read; more is a fault of somebody's. */
export interface FileLimits {
  readonly unpackedBytes: number;
  readonly lineBytes: number;
}

export const FILE_LIMITS: FileLimits = { unpackedBytes: 8 * 1024 ** 3, lineBytes: 1024 ** 2 };

const service = 'the export’s store';
const refused = (code: string, httpStatus: number | null = null, cause?: unknown): PartnerCenterError =>
  new PartnerCenterError(meaningOf(httpStatus ?? 500, null), { service, code, httpStatus, cause });

/**
 * The objects of a packed file, one a line (contract section 15.3), as they come: never more of it in memory than a line. No
 * token goes along: the address itself opens the file.
 *
 * @throws PartnerCenterError
 */
export async function* fileLines(file: string, limits: FileLimits): AsyncGenerator<JsonValue> {
  const reply = await request(file, { headersTimeout: 30_000, bodyTimeout: 60_000 }).catch((error: unknown) => {
    throw unreachable(error);
  });
  if (reply.statusCode !== 200) {
    await reply.body.dump();
    throw refused('export_file', reply.statusCode);
  }
  const unpacked = createGunzip();
  reply.body.on('error', (error) => unpacked.destroy(error));
  reply.body.pipe(unpacked);
  try {
    yield* linesOf(unpacked, limits);
  } catch (error) {
    throw error instanceof PartnerCenterError ? error : refused('export_unreadable', null, error);
  } finally {
    unpacked.destroy();
    reply.body.destroy();
  }
}

async function* linesOf(bytes: AsyncIterable<Buffer>, limits: FileLimits): AsyncGenerator<JsonValue> {
  let [total, rest] = [0, Buffer.alloc(0)];
  for await (const chunk of bytes) {
    total += chunk.byteLength;
    if (total > limits.unpackedBytes) throw refused('export_too_large');
    rest = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = rest.indexOf(10, from); end !== -1; end = rest.indexOf(10, from)) {
      if (end > from) yield parseJson(rest.toString('utf8', from, end));
      from = end + 1;
    }
    rest = rest.subarray(from);
    if (rest.byteLength > limits.lineBytes) throw refused('export_line_too_long');
  }
  if (rest.toString('utf8').trim() !== '') yield parseJson(rest.toString('utf8'));
}
