import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { MachineError } from '../machine/machine-error.ts';
import type { Layout } from './layout.ts';
import { readPrivateJson, writePrivateJson } from './private-json.ts';

const secretsSchema = z.object({
  databaseOwner: z.string(),
  databaseApplication: z.string(),
  tokenPepper: z.string(),
  partnerCenterClient: z.string(),
  stripeKey: z.string(),
  stripeWebhook: z.string(),
  mailWebhook: z.string(),
});

/** The secrets by which the parts of one installation know each other. They are made once and stay on this machine. */
export type Secrets = z.infer<typeof secretsSchema>;

/**
 * Reads the secrets of an installation, or makes them for a new one. Where the file is there and unreadable nothing is
 * made anew: with another pepper every token that was given out would be void.
 */
export function ensureSecrets(layout: Layout): Secrets {
  const found = readPrivateJson(layout.secretsFile, secretsSchema);
  if (found !== undefined) return found;
  if (existsSync(layout.secretsFile)) {
    throw new MachineError('damaged_file', `${layout.secretsFile} is damaged.`, [
      'Restore it from a backup; or remove it, and all tokens that were given out become void.',
    ]);
  }
  const secrets = newSecrets();
  writePrivateJson(layout.secretsFile, secrets);
  return secrets;
}

/** Secrets that nobody has seen yet. */
export function newSecrets(): Secrets {
  return {
    databaseOwner: random(),
    databaseApplication: random(),
    tokenPepper: random(),
    partnerCenterClient: random(),
    stripeKey: `sk_test_${random()}`,
    stripeWebhook: `whsec_${random()}`,
    mailWebhook: random(),
  };
}

function random(): string {
  return randomBytes(24).toString('base64url');
}
