/** Writes DER (X.690), as much of it as a certificate needs. */
export type Der = Buffer;

function tagged(tag: number, ...parts: readonly Buffer[]): Der {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.concat([Buffer.from([tag, 0x80 + bytes.length, ...bytes]), content]);
}

export const sequence = (...parts: readonly Der[]): Der => tagged(0x30, ...parts);
export const setOf = (...parts: readonly Der[]): Der => tagged(0x31, ...parts);
export const utf8 = (text: string): Der => tagged(0x0c, Buffer.from(text, 'utf8'));
export const printable = (text: string): Der => tagged(0x13, Buffer.from(text, 'ascii'));
export const octets = (content: Buffer): Der => tagged(0x04, content);
export const bits = (content: Buffer, unused = 0): Der => tagged(0x03, Buffer.from([unused]), content);
export const nothing = (): Der => tagged(0x05);
export const yes = (): Der => tagged(0x01, Buffer.from([0xff]));
/** `[n]` around a whole value. */
export const explicit = (n: number, part: Der): Der => tagged(0xa0 + n, part);
/** `[n]` in place of the tag of a primitive value. */
export const implicit = (n: number, content: Buffer): Der => tagged(0x80 + n, content);

/** A positive integer, big-endian bytes. */
export function positive(bytes: Buffer): Der {
  return tagged(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** `2.5.4.10` and the like. */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 + (left % 128));
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** UTCTime until 2049, GeneralizedTime afterwards (RFC 5280, 4.1.2.5). */
export function time(at: Date): Der {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:T]/g, '');
  return at.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2), 'ascii'))
    : tagged(0x18, Buffer.from(digits, 'ascii'));
}
