/** A text, and how its file spells it in bytes. */
export interface EncodedText {
  /** Without a byte order mark. */
  readonly text: string;
  /** The bytes of another text in the same encoding, with the same byte order mark. */
  encode(text: string): Buffer;
}

/** Reads UTF-8 or UTF-16 so that what is not changed comes back byte for byte; undefined where the bytes are neither. */
export function decodeText(bytes: Buffer): EncodedText | undefined {
  const { mark, read, encode } = encodings.find(({ mark }) =>
    bytes.subarray(0, mark.length).equals(mark),
  ) ?? { ...utf8, mark: Buffer.alloc(0) };
  const content = bytes.subarray(mark.length);
  const text = read(content);
  if (!encode(text).equals(content)) return undefined;
  return { text, encode: (next) => Buffer.concat([mark, encode(next)]) };
}

interface Encoding {
  /** The byte order mark. */
  readonly mark: Buffer;
  read(bytes: Buffer): string;
  encode(text: string): Buffer;
}

const utf8: Encoding = {
  mark: Buffer.of(0xef, 0xbb, 0xbf),
  read: (bytes) => bytes.toString("utf8"),
  encode: (text) => Buffer.from(text, "utf8"),
};

const encodings: readonly Encoding[] = [
  utf8,
  {
    mark: Buffer.of(0xff, 0xfe),
    read: (bytes) => bytes.toString("utf16le"),
    encode: (text) => Buffer.from(text, "utf16le"),
  },
  {
    mark: Buffer.of(0xfe, 0xff),
    read: (bytes) =>
      bytes.length % 2 === 0
        ? Buffer.from(bytes).swap16().toString("utf16le")
        : "",
    encode: (text) => Buffer.from(text, "utf16le").swap16(),
  },
];
