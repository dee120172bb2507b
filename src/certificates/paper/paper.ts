import { type Content, type Picture, type Resources, readContent } from './content.ts';
import { EmbeddedFont } from './embedded-font.ts';
import { demandGround, GROUND } from './ground.ts';
import { PdfFile } from './pdf-file.ts';
import { allowKeys, type Dictionary, demand, type PdfObject, Reference } from './syntax.ts';

/** A finished paper, read by code that shares nothing with the one that made it. */
export interface Paper {
  readonly pages: readonly Content[];
  readonly fonts: readonly EmbeddedFont[];
}

const A4 = { width: 595.276, height: 841.89 } as const;

/** Keys there may be. Annotations, forms, layers and rotations would show, hide or turn something. */
const CATALOG = '/Type/Pages/Lang/MarkInfo/ViewerPreferences/StructTreeRoot/Metadata/OutputIntents';
const PAGE = '/Type/Parent/MediaBox/Resources/Contents/StructParents';
const IMAGE = '/Type/Subtype/ImageMask/Width/Height/BitsPerComponent/Decode/Filter/Length';
const RESOURCES = '/Font/XObject';

/** Throws `Unreadable`, or something else where octets are beyond the file. */
export function readPaper(pdf: Uint8Array): Paper {
  const file = new PdfFile(pdf);
  allowKeys(file.root, CATALOG);
  const fonts = new Map<number, EmbeddedFont>();
  const pages = leavesOf(file, file.dictionary(file.root.get('/Pages'))).map((page) => readPage(file, page, fonts));
  return { pages, fonts: [...fonts.values()] };
}

/** The pages in their order: a tree of one level, as short documents have. */
function leavesOf(file: PdfFile, root: Dictionary): Dictionary[] {
  const kids = file.array(root.get('/Kids')).map((kid) => file.dictionary(kid));
  demand(kids.length === root.get('/Count'), 'the number of pages is wrong');
  demand(
    kids.every((kid) => kid.get('/Type') === '/Page'),
    'the tree of pages is deep',
  );
  allowKeys(root, '/Type/Count/Kids');
  return kids;
}

function readPage(file: PdfFile, page: Dictionary, fonts: Map<number, EmbeddedFont>): Content {
  allowKeys(page, PAGE);
  const [left, bottom, right = 0, top = 0] = file.numbers(page.get('/MediaBox'));
  const sized = Math.abs(right - A4.width) < 0.01 && Math.abs(top - A4.height) < 0.01;
  demand(left === 0 && bottom === 0 && sized, 'a page is not A4');
  const resources = file.dictionary(page.get('/Resources'));
  allowKeys(resources, RESOURCES);
  const named = readResources(file, resources, fonts);
  return readContent(file.stream(page.get('/Contents')).data, named, right, top);
}

function readResources(file: PdfFile, resources: Dictionary, fonts: Map<number, EmbeddedFont>): Resources {
  const entries = (key: string): [string, PdfObject][] =>
    resources.has(key) ? [...file.dictionary(resources.get(key))] : [];
  return {
    fonts: new Map(
      entries('/Font').map(([name, value]) => {
        demand(value instanceof Reference, 'a font is not shared');
        const font = fonts.get(value.number) ?? new EmbeddedFont(file, value);
        fonts.set(value.number, font);
        return [name, font];
      }),
    ),
    images: new Map(entries('/XObject').map(([name, value]) => [name, readImage(file, value)])),
  };
}

/** A stencil that paints where its bits are 1 (ISO 32000-1, 8.9.6.2). */
function readImage(file: PdfFile, value: PdfObject): Picture | typeof GROUND {
  const image = file.dictionary(value);
  allowKeys(image, IMAGE);
  demand(image.get('/Subtype') === '/Image' && image.get('/ImageMask') === true, 'an object is no image');
  demand(file.numbers(image.get('/Decode')).join() === '1,0', 'an image is negative');
  const [width, height] = [file.number(image.get('/Width')), file.number(image.get('/Height'))];
  const compressed = image.has('/Filter');
  const bits = compressed ? file.deflated(value) : file.stream(value).data;
  if (width === GROUND.width && height === GROUND.height) {
    demandGround(bits, compressed);
    return GROUND;
  }
  demand(!compressed, 'an image is compressed');
  demand(bits.length === Math.ceil(width / 8) * height, 'an image has another size');
  return { width, height, bits };
}
