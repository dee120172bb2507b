import type { Coverage } from '../walk.ts';

export const table = (heads: readonly string[], rows: readonly string[]): string =>
  `<div class="wide"><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`;

/** How much of something was covered. @param stated what is missing for a reason that is written down */
export const part = ({ covered, total }: Pick<Coverage, 'total' | 'covered'>, stated = 0): string =>
  `<td class="number${covered + stated < total ? ' bad' : ''}">${covered} / ${total}${stated > 0 ? ` (${stated})` : ''}</td>`;
