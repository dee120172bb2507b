/**
 * Every screen of the kiosk in every language and look, as pictures with a page to leaf through: `node scripts/gallery.ts [FOLDER]`, build/gallery
 * unless given. Takes some minutes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mode } from '../src/machines/events.ts';
import { root } from '../test/harness.ts';
import { fileNameOf, gatherScreens, looks } from '../test/screens/gathered.ts';
import { faultsOf } from '../test/screens/measure.ts';
import { openShowing } from '../test/screens/showing.ts';
import { sampleConfig } from '../test/shop/sample-config.ts';

const [folder = join(root, 'build/gallery')] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const nameOfLook = (look: readonly Mode[]): string => (look.length === 0 ? 'usual' : look.join('+'));
const { languages } = sampleConfig;

console.log('touring the terminal');
const screens = await gatherScreens(sampleConfig, 600);
await using showing = await openShowing();
await showing.page.emulateMedia({ reducedMotion: 'reduce' });
let faults = 0;
for (const [index, screen] of screens.entries()) {
  console.log(`${index + 1}/${screens.length} ${screen.id}`);
  for (const language of languages)
    for (const look of looks) {
      await showing.show(screen.in(language, look));
      for (const fault of await faultsOf(showing.page)) {
        faults += 1;
        console.log(`  ${fault}`);
      }
      const file = `${language}-${nameOfLook(look)}-${fileNameOf(screen.id).replace('.png', '.jpeg')}`;
      await showing.page.screenshot({ path: join(folder, file), type: 'jpeg', quality: 70 });
    }
}

const choice = (name: string, values: readonly string[]): string =>
  `<select id="${name}">${values.map((value) => `<option>${value}</option>`).join('')}</select>`;
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>madoguchi: every screen</title>
<style>body{font:16px sans-serif;margin:16px}main{display:grid;grid-template-columns:repeat(auto-fill,minmax(480px,1fr));gap:16px}
img{width:100%;border:1px solid #767676}figure{margin:0}header{position:sticky;top:0;background:#fff;padding:8px 0}</style>
<header>${choice('language', languages)} ${choice('look', looks.map(nameOfLook))}</header><main></main>
<script>
const screens = ${JSON.stringify(screens.map(({ id }) => [id, fileNameOf(id).replace('.png', '.jpeg')]))};
const [language, look] = ['language', 'look'].map((id) => document.getElementById(id));
const show = () => document.querySelector('main').replaceChildren(...screens.map(([id, file]) => {
  const figure = document.createElement('figure');
  const image = Object.assign(document.createElement('img'), { src: language.value + '-' + look.value + '-' + file, alt: id, loading: 'lazy' });
  figure.append(image, Object.assign(document.createElement('figcaption'), { textContent: id }));
  return figure;
}));
language.onchange = look.onchange = show;
show();
</script></html>
`,
);
console.log(
  `${screens.length} screens, ${languages.length} languages, ${looks.length} looks: ${join(folder, 'index.html')}`,
);
if (faults > 0) process.exitCode = 1;
