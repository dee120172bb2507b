import { type PdfObjects, type Ref, textString, to } from './objects.ts';

/** A structure element (ISO 32000-1, 14.7.2): its children, or the numbers of the marked content on its page. */
export interface Element {
  readonly type: 'Sect' | 'H1' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure';
  /** Read in place of a figure. */
  readonly alternative?: string;
  readonly kids: readonly (Element | number)[];
}

/** A page's section, and which page it stands on. */
export interface Section {
  readonly page: Ref;
  readonly element: Element;
}

/** Writes the structure tree, with the tree that leads from marked content back to its element. */
export function writeStructure(pdf: PdfObjects, sections: readonly Section[]): Ref {
  const root = pdf.reserve();
  const document = pdf.reserve();
  const numbered: Ref[][] = sections.map(() => []);
  const write = (element: Element, parent: Ref, page: Ref, elements: Ref[]): Ref => {
    const ref = pdf.reserve();
    const kids = element.kids.map((kid) => {
      if (typeof kid !== 'number') return to(write(kid, ref, page, elements));
      elements[kid] = ref;
      return String(kid);
    });
    const alternative = element.alternative === undefined ? '' : `/Alt ${textString(element.alternative)}`;
    const entries = `/S/${element.type}/P ${to(parent)}/Pg ${to(page)}${alternative}`;
    return pdf.write(`<<${entries}/K[${kids.join(' ')}]>>`, ref);
  };
  const kids = sections.map(({ page, element }, i) => to(write(element, document, page, numbered[i] ?? [])));
  pdf.write(`<</S/Document/P ${to(root)}/K[${kids.join(' ')}]>>`, document);
  const parents = numbered.map((elements, i) => `${i} [${elements.map(to).join(' ')}]`);
  return pdf.write(
    `<</Type/StructTreeRoot/K ${to(document)}/ParentTree<</Nums[${parents.join(' ')}]>>/ParentTreeNextKey ${sections.length}>>`,
    root,
  );
}
