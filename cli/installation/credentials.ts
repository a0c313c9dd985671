import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ROLES } from '../../api/roles.ts';
import type { Layout } from './layout.ts';
import { readPrivateJson, writePrivateJson } from './private-json.ts';

const tokensSchema = z.record(z.enum(ROLES), z.string());

/** One token for each role of the API. */
export type Tokens = z.infer<typeof tokensSchema>;

const credentialsSchema = z.object({
  apiUrl: z.string(),
  consoleUrl: z.string(),
  temporalUiUrl: z.string().nullable(),
  /** The page on which the mail that was sent can be read. */
  mailUrl: z.string(),
  tokens: tokensSchema,
});

/** What a person or script needs to work with the installation; `.tenure/credentials.json`, for its owner only. */
export type Credentials = z.infer<typeof credentialsSchema>;

/** The credentials of the last start, or undefined for a new installation. */
export function readCredentials(layout: Layout): Credentials | undefined {
  return readPrivateJson(layout.credentialsFile, credentialsSchema);
}

/** Writes them whole or not at all. */
export function writeCredentials(layout: Layout, credentials: Credentials): void {
  writePrivateJson(layout.credentialsFile, credentials);
}

/** The tokens of the last start, so that what people have noted stays good; otherwise new ones. */
export function tokensFor(layout: Layout): Tokens {
  const made = Object.fromEntries(ROLES.map((role) => [role, `tnr_${role}_${randomBytes(24).toString('base64url')}`]));
  return readCredentials(layout)?.tokens ?? tokensSchema.parse(made);
}
