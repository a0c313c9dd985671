import type { Call } from '../kit/http-server.ts';
import { isGuid } from './customers/customer.ts';
import { PartnerFault } from './partner-fault.ts';
import type { Settings } from './world.ts';

/**
 * Contract 2.1: the rules for request headers. The contract gives the rules and not the answer to who breaks them, so that the code
 * is a reading: `invalid request input` (800002), the status of the list in 2.5 for what is not acceptable. `lenient` turns it off.
 *
 * @throws PartnerFault 800002 for a wrong header, 406 where the caller takes no JSON
 */
export function refuseWrongHeaders({ headers, body }: Call, { lenient }: Pick<Settings, 'lenient'>): void {
  const version = headers['ms-contract-version'] ?? '';
  // "Documented as required; most samples omit it": a word of its own, so that a client made after the samples can be tried.
  if (version === '' && !lenient.includes('contractVersion'))
    throw new PartnerFault('800002', 'MS-Contract-Version is missing.');
  if (lenient.includes('headers')) return;
  if (version !== '' && version.toLowerCase() !== 'v1')
    throw new PartnerFault('800002', `MS-Contract-Version ${version} is not spoken.`);
  for (const name of ['MS-RequestId', 'MS-CorrelationId']) {
    const id = headers[name.toLowerCase()];
    if (id !== undefined && !isGuid(id)) throw new PartnerFault('800002', `${name} is no GUID.`);
  }
  if (body.byteLength > 0 && !isJson(headers['content-type'] ?? ''))
    throw new PartnerFault('800002', 'Content-Type is not application/json.');
  const etag = headers['if-match'];
  if (etag !== undefined && etag !== '*' && !/^".*"$/.test(etag))
    throw new PartnerFault('800002', 'If-Match carries the etag in double quotes.');
  if (!takesJson(headers['accept'] ?? '*/*')) throw new PartnerFault('406');
}

function isJson(type: string): boolean {
  return mediaType(type) === 'application/json';
}

function takesJson(accept: string): boolean {
  return accept.split(',').some((one) => ['application/json', 'application/*', '*/*'].includes(mediaType(one)));
}

function mediaType(text: string): string {
  return (text.split(';')[0] ?? '').trim().toLowerCase();
}
