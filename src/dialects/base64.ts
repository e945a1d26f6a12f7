const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64, with padding. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += DIGITS[three >>> 18]! + DIGITS[(three >>> 12) & 63]!;
    text += left > 1 ? DIGITS[(three >>> 6) & 63]! : '=';
    text += left > 2 ? DIGITS[three & 63]! : '=';
  }
  return text;
}

/** Numbers as the wire packs them: 32-bit floats, little-endian, in base64. */
export function packedFloats(numbers: readonly number[]): string {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, i) => view.setFloat32(i * 4, number, true));
  return base64(bytes);
}
