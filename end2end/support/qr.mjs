// Reads a QR code of a page the way a phone does: from its dark squares.
import jsQR from 'jsqr';

const SCALE = 4;

// The text of the one QR code the page shows.
export async function readQr(page) {
  const code = page.locator('svg.receipt__qr');
  const side = Number((await code.getAttribute('viewBox')).split(' ')[2]);
  const path = await code.locator('.qr__dark').getAttribute('d');
  const wide = side * SCALE;
  const pixels = new Uint8ClampedArray(wide * wide * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let i = 0; i < SCALE * SCALE; i += 1) {
      const at = ((Number(y) * SCALE + Math.floor(i / SCALE)) * wide + Number(x) * SCALE + (i % SCALE)) * 4;
      pixels.fill(0, at, at + 3);
    }
  }
  const read = jsQR(pixels, wide, wide);
  if (!read) throw new Error('no QR code can be read');
  return read.data;
}
