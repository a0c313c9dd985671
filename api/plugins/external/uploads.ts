import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { ApiLimits } from '../../deps.ts';

/** Files come as multipart and are read as streams, one a request. */
export async function addUploads(app: FastifyInstance, limits: ApiLimits): Promise<void> {
  await app.register(multipart, {
    throwFileSizeLimit: true,
    limits: { fileSize: limits.fileBytes, files: 1, fields: 20, fieldSize: 100_000, parts: 21 },
  });
}
