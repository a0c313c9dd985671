import { createHash } from 'node:crypto';
import { createTransport } from '../partner-center/transport.ts';
import { type SanctionsList, SanctionsListError } from './port.ts';
import { readEuList } from './read-eu-list.ts';

/** The list is a quarter of that today. What is larger is not the list. */
const MOST_BYTES = 96 * 1024 * 1024;

/** A client of the European Union's consolidated list of financial sanctions, as a CSV file at `url`. */
export function createSanctionsList({
  url,
  mostBytes = MOST_BYTES,
}: {
  readonly url: string;
  readonly mostBytes?: number;
}): SanctionsList {
  const transport = createTransport({ connectMs: 10_000, replyMs: 60_000 }, mostBytes);
  return {
    async fetch(etag) {
      const headers = { accept: 'text/csv', ...(etag === null ? {} : { 'if-none-match': etag }) };
      const reply = await transport
        .send({ method: 'GET', url: new URL(url), headers })
        .catch((cause: unknown): never => {
          throw new SanctionsListError('no_answer', cause);
        });
      if (reply.status === 304 && etag !== null) return null;
      if (reply.status !== 200) throw new SanctionsListError(`http_${reply.status}`);
      const sha256 = createHash('sha256').update(reply.bytes).digest('hex');
      return { etag: reply.headers['etag'] ?? null, sha256, ...(await readEuList(reply.bytes)) };
    },
    close: () => transport.close(),
  };
}
