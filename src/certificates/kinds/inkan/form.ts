import type { DocumentPayload } from '../../document.ts';
import { blank, dayOf, type Form } from '../../form.ts';
import type { InkanContent } from './content.ts';

export const inkanForm = ({ content }: DocumentPayload<InkanContent>): Form => ({
  everywhere: [
    ['title', '印鑑登録証明書'],
    ['impression', '印影'],
  ],
  atEnd: [['certification', 'この写しは、登録されている印影と相違ないことを証明する。']],
  head: [],
  body: [
    ['kana', content.kana ?? blank],
    ['name', content.name],
    ...(content.foreign ? ([['alias', content.alias ?? blank]] as const) : []),
    ['birthDate', dayOf(content.birthDate, content.foreign ? 'gregorian' : 'era')],
    ['address', content.address],
  ],
  pictures: [content.impression],
});
