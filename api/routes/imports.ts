import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { importResult } from '../../contracts/imports.ts';
import type { ApiDeps } from '../deps.ts';
import { startImport } from '../imports/start-import.ts';
import { problems } from '../problem-schemas.ts';
import { readResource } from '../read.ts';
import { etagOf, wireOf } from '../resource.ts';
import { importResource } from '../resources/import.ts';
import type { Route } from '../route.ts';
import { sendJson } from '../send.ts';

const tag = 'imports';
/** An import that is done by then is answered with its end; a longer one goes on, and is asked about by its address. */
const ANSWER_WITHIN_MS = 20_000;

const text = (description: string) => ({ type: 'string', description });
/** Multipart is read part by part, so this only describes it; `contracts/imports.ts` says what is accepted. */
const form = z.unknown().meta({
  type: 'object',
  required: ['file', 'kind'],
  properties: {
    file: { type: 'string', format: 'binary', description: 'The book as CSV.' },
    kind: { type: 'string', enum: ['receivables'] },
    preset: { type: 'string', enum: ['ibm-receivables'], description: 'A known kind of file.' },
    mapping: text('JSON: field of Tenure → column of the file; needed without a preset.'),
    format: text('JSON: delimiter, days, decimalMark.'),
    seller: text('Id or key of the seller whose book it is; default `default`.'),
    onboarding: { type: 'string', enum: ['existing', 'standard'], default: 'existing' },
    clock: { type: 'string', enum: ['live', 'test'], default: 'live' },
    startAt: { type: 'string', format: 'date-time' },
    defaults: text('JSON: legalStatus, terms, policy, country, timeZone, currency, contacts of new customers.'),
  },
});

export const importRoutes: readonly Route[] = [
  {
    id: 'startImport',
    method: 'POST',
    path: '/v1/imports',
    schema: {
      tags: [tag],
      summary: 'Take in a receivables book; all or nothing per row, and the same file twice changes nothing',
      consumes: ['multipart/form-data'],
      body: form,
      response: { 201: importResult, ...problems },
    },
    handle: start,
  },
  readResource({
    id: 'getImport',
    path: '/v1/imports/:import',
    tag,
    summary: 'How far an import has come, and what is wrong with the rows that were refused',
    resource: importResource,
  }),
];

async function start(deps: ApiDeps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { id, replayed } = await startImport(deps, request);
  if (replayed) reply.header('idempotent-replayed', 'true');
  const timer = new AbortController();
  const late = sleep(ANSWER_WITHIN_MS, undefined, { signal: timer.signal, ref: false }).catch(() => undefined);
  await Promise.race([request.server.importer.take(id), late]);
  timer.abort();
  reply.header('location', `/v1/imports/${id}`);
  const wire = wireOf(importResult, await importResource.load(deps.db, id, deps.now()));
  reply.header('etag', etagOf(importResource, wire));
  return sendJson(reply, 201, wire);
}
