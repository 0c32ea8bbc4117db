import { crc32, deflateRawSync } from 'node:zlib';

/** A file to pack. Whatever is stated is written as it is, true or not. */
export interface Packed {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** 8: deflate, 0: as it is. */
  readonly method?: number;
  readonly encrypted?: boolean;
  /** Stated unpacked size. */
  readonly bytes?: number;
  readonly crc?: number;
  /** Point to the bytes of the entry before instead of own ones. */
  readonly shared?: boolean;
  /** A symbolic link, whose content is the path that it leads to. */
  readonly link?: boolean;
}

/** A zip, honest or not; libraries refuse to write the bad ones. */
export function zipOf(files: readonly Packed[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  let offset = 0;
  for (const {
    path,
    content,
    method = 8,
    encrypted = false,
    bytes,
    crc,
    shared = false,
    link = false,
  } of files) {
    const data = Buffer.from(content as Uint8Array);
    const packed = method === 8 ? deflateRawSync(data) : data;
    const name = Buffer.from(path);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(encrypted ? 1 : 0, 2);
    header.writeUInt16LE(method, 4);
    header.writeUInt32LE(((2026 - 1980) << 25) | (3 << 21) | (1 << 16), 6); // 2026-03-01 00:00
    header.writeUInt32LE(crc ?? crc32(data), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(bytes ?? data.length, 18);
    header.writeUInt16LE(name.length, 22);
    if (!shared) {
      offset = at;
      const local = [Buffer.from('PK\x03\x04', 'latin1'), header, name, packed];
      parts.push(...local);
      at += local.reduce((sum, part) => sum + part.length, 0);
    }
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(link ? 0o120777 * 0x10000 : 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), header, rest, name);
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
