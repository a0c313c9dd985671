import { v5 } from 'uuid';

/** Chosen once, for this program; changing it would make every pending retry a new request. */
const namespace = 'b0b5f6c2-6d0e-5a0e-9c3f-1f3a7f2d9c11';

/**
 * The `MS-RequestId` of one HTTP write: a GUID that depends on the caller's intention and on what is written, and on
 * nothing else. A retry after a lost answer, even by another process, sends the same GUID, and the server answers with
 * its first answer instead of doing the thing twice (contract section 2.1).
 *
 * `state` is what the write starts from (an etag): a change that is applied afresh to a newer state is a new request,
 * because the server would only repeat its old refusal under the old GUID.
 */
export function messageRequestId(requestId: string, method: string, path: string, state = ''): string {
  return v5([requestId, method, path, state].join('\n'), namespace);
}
