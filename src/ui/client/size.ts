/** Pixels to the millimetre of the screen the design was drawn for: 24 inches, 1920 × 1080. */
const designPixels = 1920;
const designDiagonal = 24;
const mmPerInch = 25.4;

/**
 * Sets `--u`, the pixels of one unit of the design (a pixel of a 24-inch screen of 1920 × 1080), so that letters and keys never
 * become smaller than they are there, in millimetres; on a larger glass they grow with it.
 * @param diagonal of the glass, in inches
 */
export function setSizes(diagonal: number): void {
  const { innerWidth: width, innerHeight: height } = window;
  const pixelsPerMm = Math.hypot(width, height) / (diagonal * mmPerInch);
  const designPerMm = Math.hypot(designPixels, (designPixels * 9) / 16) / (designDiagonal * mmPerInch);
  const real = pixelsPerMm / designPerMm;
  const grown = Math.min(width / designPixels, height / ((designPixels * 9) / 16));
  const unit = `${Math.max(real, grown)}px`;
  const { style } = document.documentElement;
  if (style.getPropertyValue('--u') !== unit) style.setProperty('--u', unit);
}
