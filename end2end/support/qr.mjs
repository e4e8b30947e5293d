// Reads a QR code the way a phone does: from a picture of the screen.
import jsQR from 'jsqr';

// The text of the one QR code the page shows.
export async function readQr(page) {
  const picture = await page.locator('svg.receipt__qr').screenshot();
  const context = await page.context().browser().newContext();
  const blank = await context.newPage(); // not the page itself: its policy forbids foreign pictures
  const { width, height, data } = await blank.evaluate(async (base64) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'image/png' });
    const image = await createImageBitmap(blob);
    const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d');
    drawing.drawImage(image, 0, 0);
    const pixels = drawing.getImageData(0, 0, image.width, image.height);
    return { width: image.width, height: image.height, data: Array.from(pixels.data) };
  }, picture.toString('base64'));
  await context.close();
  const read = jsQR(Uint8ClampedArray.from(data), width, height);
  if (!read) throw new Error('no QR code can be read from the screen');
  return read.data;
}
