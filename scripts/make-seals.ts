/**
 * Draws the seal impressions (印影) of the sample town, of invented people: one character in a ring of 14 mm, 300 dots to the inch,
 * with the wear of a real seal. Needs Chromium.
 *
 *     node scripts/make-seals.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const characters = ['渡', '辻', '葛', '髙', '吉', '阮', '金', '早', '森', '朴'];
const millimetres = 14;
const dots = Math.round((millimetres * 300) / 25.4);
const font = new URL(
  '../node_modules/@expo-google-fonts/biz-udmincho/700Bold/BIZUDMincho_700Bold.ttf',
  import.meta.url,
);

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
const source = readFileSync(font).toString('base64');
const drawn: number[][] = await page.evaluate(`(async () => {
  const dots = ${dots};
  const face = new FontFace('seal', 'url(data:font/ttf;base64,${source})');
  document.fonts.add(await face.load());
  return ${JSON.stringify(characters)}.map((character) => {
    const context = new OffscreenCanvas(dots, dots).getContext('2d');
    context.lineWidth = dots * 0.045;
    context.beginPath();
    context.arc(dots / 2, dots / 2, dots * 0.46, 0, 2 * Math.PI);
    context.stroke();
    context.font = dots * 0.62 + 'px seal';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(character, dots / 2, dots * 0.53);
    const { data } = context.getImageData(0, 0, dots, dots);
    const words = Math.ceil(dots / 32);
    return Array.from({ length: dots * words }, (_, at) => {
      const [row, word] = [Math.floor(at / words), at % words];
      let bits = 0;
      for (let bit = 0; bit < 32; bit += 1) {
        const column = word * 32 + bit;
        const black = column < dots && data[4 * (row * dots + column) + 3] > 127;
        // Specks where the ink did not take.
        const worn = (row * 7 + column * 13 + ((row * column) % 11)) % 97 === 0;
        if (black && !worn) bits += 2 ** (31 - bit);
      }
      return bits;
    });
  });
})()`);
await browser.close();
const packed = drawn.map((words) => {
  const bytes = Buffer.alloc(4 * words.length);
  words.forEach((word, at) => {
    bytes.writeUInt32BE(word, 4 * at);
  });
  return bytes.toString('base64');
});
writeFileSync(
  new URL('../src/simulation/town/impressions.json', import.meta.url),
  `${JSON.stringify({ millimetres, dots, words: Object.fromEntries(characters.map((character, i) => [character, packed[i]])) }, null, 2)}\n`,
);
