import type { FastifyRequest } from 'fastify';
import { fieldProblems } from '../../contracts/field-problems.ts';
import { type NewImport, newImport } from '../../contracts/imports.ts';
import { Refusal } from '../../domain/errors.ts';

/** Fields that hold JSON; the others are text as it is. */
const JSON_FIELDS: ReadonlySet<string> = new Set(['mapping', 'format', 'defaults']);

/** What a multipart request asks for, and what was made of its file. */
export interface ImportForm<File> {
  readonly asked: NewImport;
  /** The fields as they came, for comparing two requests. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly file: File;
}

/**
 * Reads a multipart request in whatever order its parts come; the one file is handed to `keep` as a stream.
 * @throws Refusal `unsupported_media_type`, `malformed`
 */
export async function readImportForm<File>(
  request: FastifyRequest,
  keep: (file: NodeJS.ReadableStream) => Promise<File>,
): Promise<ImportForm<File>> {
  if (!request.isMultipart()) throw new Refusal('unsupported_media_type', 'an import is multipart/form-data');
  const fields: Record<string, unknown> = {};
  let file: { readonly kept: File } | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      if (part.fieldname !== 'file') throw malformed(`/${part.fieldname}`, 'unknown field');
      file = { kept: await keep(part.file) };
    } else if (Object.hasOwn(fields, part.fieldname)) {
      throw malformed(`/${part.fieldname}`, 'comes twice');
    } else {
      fields[part.fieldname] = valueOf(part.fieldname, part.value);
    }
  }
  if (file === undefined) throw malformed('/file', 'is missing');
  const parsed = newImport.safeParse(fields);
  if (parsed.success) return { asked: parsed.data, fields, file: file.kept };
  const { code, errors } = fieldProblems(parsed.error.issues);
  throw new Refusal(code, 'the fields are not what the call takes', errors);
}

function valueOf(name: string, value: unknown): unknown {
  if (typeof value !== 'string') throw malformed(`/${name}`, 'must be text');
  if (!JSON_FIELDS.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw malformed(`/${name}`, 'must be JSON');
  }
}

function malformed(pointer: string, message: string): Refusal {
  return new Refusal('malformed', 'the form is not what the call takes', [{ pointer, message }]);
}
