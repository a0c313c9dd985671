import { request } from 'undici';
import type { Environment } from '../../contracts/configuration.ts';

/** Who is told of security cases on one machine, and where Microsoft's notices come in: both can be read in the simulators. */
const ON_ONE_MACHINE = {
  SECURITY_CONTACT: 'contact@partner.example',
  SECURITY_DEPUTY: 'deputy@partner.example',
  NOTICE_MAILBOX: 'notices@partner.example',
} as const;

export type PartnerAddresses = Readonly<Record<keyof typeof ON_ONE_MACHINE, string>>;

/** The partner's own addresses: those that the environment names, else those of one machine. */
export function partnerAddresses(environment: Environment): PartnerAddresses {
  const named = Object.keys(ON_ONE_MACHINE).flatMap((name) => {
    const address = environment[name] ?? '';
    return address === '' ? [] : [[name, address] as const];
  });
  return { ...ON_ONE_MACHINE, ...Object.fromEntries(named) };
}

/** Makes the mailbox at the simulated Microsoft, where Graph reads it; one that is there stays as it is. */
export async function makeNoticeMailbox(
  microsoft: string,
  { NOTICE_MAILBOX: address }: PartnerAddresses,
): Promise<void> {
  const { statusCode, body } = await request(`${microsoft}/control/mailboxes`, {
    method: 'POST',
    body: JSON.stringify({ address }),
  });
  await body.dump();
  if (statusCode >= 300) throw new Error(`the simulators make no mailbox ${address}: ${statusCode}`);
}
