/** Draws a picture of the register as `pictureText` writes it, one pixel a dot. */
export function drawPicture(picture: string): HTMLCanvasElement {
  const [, side = '0', hex = ''] = picture.split(':');
  const dots = Math.min(Number(side), 1_000);
  const row = Math.ceil(dots / 8);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [dots, dots];
  const context = canvas.getContext('2d');
  for (let at = 0; at < dots * dots; at++) {
    const [x, y] = [at % dots, Math.floor(at / dots)];
    const octet = Number.parseInt(hex.slice(2 * (y * row + (x >> 3)), 2 * (y * row + (x >> 3)) + 2), 16);
    if ((octet & (0x80 >> (x & 7))) !== 0) context?.fillRect(x, y, 1, 1);
  }
  return canvas;
}
