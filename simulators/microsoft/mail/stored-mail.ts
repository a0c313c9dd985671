import { createHash } from 'node:crypto';
import { param } from '../../kit/router.ts';
import type { GraphCall } from '../graph/graph-call.ts';
import { GraphFault } from '../graph/graph-fault.ts';

/** A mail in a mailbox of the partner's tenant. */
export interface StoredMail {
  readonly id: string;
  /** Address, in lower case. */
  readonly mailbox: string;
  /** Well-known name of the folder. */
  readonly folder: 'inbox' | 'junkemail';
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** The message as it came, in base64. */
  readonly mime: string;
}

/** Ids change with the folder unless immutable ones were asked for (Graph: "Obtain immutable identifiers for Outlook resources"). */
export function idShown({ id, folder }: StoredMail, immutable: boolean): string {
  if (immutable) return id;
  return createHash('sha256').update(`${folder}/${id}`).digest('base64url');
}

export function wantsImmutable({ call }: GraphCall): boolean {
  return /IdType\s*=\s*"ImmutableId"/i.test(call.headers['prefer'] ?? '');
}

/**
 * Contract 20.15 leaves the mailbox to mail's own interface. Its rules as Graph publishes them: an application needs
 * `Mail.Read`, and the mailbox must be one of the token's own tenant.
 * @throws GraphFault 403 `ErrorAccessDenied`, 404 `ErrorInvalidUser`
 */
export function mailboxOf(call: GraphCall): string {
  const { world, tenantId } = call;
  if (!world.settings.mailReadGranted)
    throw new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  const address = param(call.params, 'user').toLowerCase();
  if (tenantId !== world.settings.partnerTenantId.toLowerCase() || world.mailboxes.get(address) === undefined)
    throw new GraphFault(404, 'ErrorInvalidUser', `The requested user '${address}' is invalid.`);
  return address;
}
