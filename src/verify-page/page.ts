import { createCodeReader } from '../codes/read-codes.ts';
import { REVERSE_PREFIX } from '../codes/reverse-block.ts';
import { CODE_PREFIX } from '../codes/signed-code.ts';
import { standingOf } from '../verification/findings.ts';
import { sentence } from '../verification/sentences.ts';
import { type Verdict, verifyCodes } from '../verification/verify-codes.ts';
import { watchCamera } from './camera.ts';
import { drawPicture } from './picture.ts';
import { type Language, texts } from './texts.ts';

const readCodes = createCodeReader(Uint8Array.from(atob(READER), (character) => character.charCodeAt(0)).buffer);
const page = document.querySelector('#page') as HTMLElement;

let language: Language = navigator.language.startsWith('ja') ? 'ja' : 'en';
/** Everything read of the certificate in hand. */
const seen = new Set<string>();
let verdict: Verdict | null = null;
let note: 'reading' | 'noCode' | 'noCamera' | null = null;
let stopCamera: (() => void) | null = null;

type Child = Node | string | null;

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

function button(text: string, act: () => void): HTMLElement {
  const made = element('button', { type: 'button' }, text);
  made.addEventListener('click', act);
  return made;
}

async function take(found: readonly string[]): Promise<void> {
  const before = seen.size;
  for (const text of found) if (text.startsWith(CODE_PREFIX) || text.startsWith(REVERSE_PREFIX)) seen.add(text);
  if (seen.size === before && verdict !== null) return;
  verdict = seen.size === 0 ? null : await verifyCodes([...seen], ISSUERS);
  note = verdict === null ? 'noCode' : null;
  show();
}

async function takePictures(files: FileList | null): Promise<void> {
  note = 'reading';
  show();
  const read = await Promise.all(
    [...(files ?? [])].map(async (file) => readCodes(new Uint8Array(await file.arrayBuffer())).catch(() => [])),
  );
  await take(read.flat());
}

async function startCamera(): Promise<void> {
  const video = document.createElement('video');
  video.playsInline = true;
  page.append(video);
  try {
    stopCamera = await watchCamera(video, readCodes, (found) => void take(found));
  } catch {
    note = 'noCamera';
    video.remove();
  }
  show(video);
}

function endCamera(): void {
  stopCamera?.();
  stopCamera = null;
  page.querySelector('video')?.remove();
  show();
}

function startAgain(): void {
  seen.clear();
  verdict = null;
  note = null;
  show();
}

function facts({ fronts }: Verdict): Node | null {
  const [first] = fronts;
  if (first === undefined) return null;
  const said = texts[language];
  const issuer = Object.values(ISSUERS).find(({ code }) => code === first.municipality);
  const rows: readonly (readonly [string, string])[] = [
    [said.kind, KINDS[first.kind]?.[language] ?? first.kind],
    [said.transaction, first.transaction],
    [said.municipality, `${issuer?.name ?? ''} (${first.municipality})`],
    [said.issuedOn, first.issuedOn],
    [said.pages, `${fronts.map(({ page: number }) => number).join(', ')} / ${first.pages}`],
  ];
  return element('dl', {}, ...rows.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]));
}

function restored({ genuine, printed }: Verdict): Node | null {
  if (!genuine || printed === null) return null;
  const said = texts[language];
  const cells = [...printed.wording, ...printed.head, ...printed.body];
  return element(
    'section',
    { class: 'restored' },
    element('h2', {}, said.restored),
    element('p', {}, said.compare),
    element('ol', {}, ...cells.map((text) => element('li', {}, text))),
    ...printed.pictures.map(drawPicture),
  );
}

const MARKS = { good: '✓', open: '…', bad: '✗' } as const;

function result(judged: Verdict): Node {
  const said = texts[language];
  const { findings, genuine, printed } = judged;
  const sentenceOfAll = genuine ? (printed === null ? said.genuine : said.whole) : said.forged;
  return element(
    'section',
    { 'data-genuine': String(genuine) },
    element('p', { class: `verdict ${genuine ? 'good' : 'bad'}` }, sentenceOfAll),
    element(
      'ul',
      { class: 'findings' },
      ...findings.map((finding) =>
        element(
          'li',
          { 'data-mark': MARKS[standingOf(finding)], 'data-found': finding.found },
          sentence(finding, language),
        ),
      ),
    ),
    facts(judged),
    restored(judged),
    button(said.again, startAgain),
  );
}

function show(video: Element | null = page.querySelector('video')): void {
  const said = texts[language];
  document.documentElement.lang = language;
  document.title = said.title;
  const input = element('input', { type: 'file', accept: 'image/png,image/jpeg', multiple: '' }) as HTMLInputElement;
  input.addEventListener('change', () => void takePictures(input.files));
  const camera = stopCamera === null ? button(said.camera, () => void startCamera()) : button(said.stop, endCamera);
  page.replaceChildren(
    button(said.otherLanguage, () => {
      language = language === 'ja' ? 'en' : 'ja';
      show();
    }),
    element('h1', {}, said.title),
    element('p', {}, said.intro),
    element('label', { class: 'button' }, said.pictures, input),
    ...('mediaDevices' in navigator ? [camera] : []),
    ...(stopCamera !== null && video !== null ? [video] : []),
    element('div', { role: 'status' }, note === null ? '' : said[note], verdict === null ? null : result(verdict)),
  );
}

show();
