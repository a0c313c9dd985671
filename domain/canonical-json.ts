import canonicalize from 'canonicalize';

/**
 * The one JSON text of a value (RFC 8785): the same facts give the same bytes, and so the same SHA-256, on every machine.
 *
 * Only what JSON itself can hold is taken. A bigint is refused, since money is hashed in its stored form; so are `undefined`
 * in a list, dates, maps, class instances, functions and numbers that are not finite: each would be dropped or changed silently,
 * and two different facts would hash alike. A member that is `undefined` counts as absent.
 *
 * @throws TypeError that names the place of what cannot be written.
 */
export function canonicalJson(value: unknown): string {
  refuseWhatJsonCannotHold(value, '');
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('cannot write undefined as JSON');
  return text;
}

function refuseWhatJsonCannotHold(value: unknown, pointer: string): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError(`not well-formed Unicode at ${pointer || '/'}`);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not a finite number at ${pointer || '/'}`);
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) refuseWhatJsonCannotHold(value[index], `${pointer}/${index}`);
  } else if (isPlainObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (!key.isWellFormed()) throw new TypeError(`not well-formed Unicode in a name at ${pointer || '/'}`);
      if (member !== undefined) refuseWhatJsonCannotHold(member, `${pointer}/${key}`);
    }
  } else if (value !== null && typeof value !== 'boolean') {
    throw new TypeError(`cannot write ${describe(value)} as JSON at ${pointer || '/'}`);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Not `=== Object.prototype`: in a sandbox (the one of workflows) that is another object.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'an object') : typeof value;
}
