import type { Answer } from '../../kit/answer.ts';
import type { Call } from '../../kit/http-server.ts';
import type { World } from '../world.ts';
import { BLOBS } from './export.ts';

/** What is the store's on the one port of this simulator. */
export function isBlobPath(path: string): boolean {
  return path.startsWith(`${BLOBS}/`);
}

/**
 * Contract 15.3: `{rootDirectory}/{name}?{sasToken}`. The signature is all that opens it; a token of ours beside it is refused,
 * as a store does that is asked to believe two things at once.
 */
export function answerBlob(world: World, call: Call): Answer {
  const [, , id = '', name = ''] = call.path.split('/');
  if (call.method !== 'GET') return refused(405, 'UnsupportedHttpVerb');
  if (call.headers['authorization'] !== undefined) return refused(400, 'InvalidAuthenticationInfo');
  const found = world.exports.get(id);
  if (found === undefined || call.query.get('sig') !== found.signature) return refused(403, 'AuthenticationFailed');
  const blob = found.blobs.find((one) => one.name === decodeURIComponent(name));
  if (blob === undefined) return refused(404, 'BlobNotFound');
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(blob.body, 'base64'),
  };
}

function refused(status: number, code: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>Refused.</Message></Error>`,
  };
}
