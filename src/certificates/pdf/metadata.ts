/** What a file says of itself. */
export interface DocumentInfo {
  readonly title: string;
  /** The document's date, milliseconds since 1970: its octets depend on nothing else that changes. */
  readonly at: number;
}

export const MAKER = 'madoguchi';

/** Date of the information dictionary (ISO 32000-1, 7.9.4), e.g. `D:20260701000000Z`. */
export const pdfDate = (at: number): string => `D:${isoDate(at).replaceAll(/[-:T]/g, '')}`;

/** The XMP packet of a PDF/A-1b file (ISO 19005-1, 6.7); it says the same as the information dictionary. */
export const xmp = ({ title, at }: DocumentInfo): Uint8Array =>
  Buffer.from(`<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>${MAKER}</xmp:CreatorTool><xmp:CreateDate>${isoDate(at)}</xmp:CreateDate><xmp:ModifyDate>${isoDate(at)}</xmp:ModifyDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>${MAKER}</pdf:Producer></rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`);

/** To the second, in UTC. */
const isoDate = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? '');
